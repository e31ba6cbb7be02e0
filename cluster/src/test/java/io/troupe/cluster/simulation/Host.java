package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryStandIn;
import io.troupe.cluster.workload.DepartedNode;
import io.troupe.cluster.workload.WorkloadInput;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One machine: its clock, its container engine, and the JVM on it, which may die and come back. */
public final class Host {
    private final World world;
    private final NodeDescription description;
    private final long skewMillis;
    private final Engine engine;
    private final Map<Address, Cell> entities = new HashMap<>();
    private final List<Runnable> undelivered = new ArrayList<>();
    private DirectoryStandIn directory = new DirectoryStandIn();
    private @Nullable Cell agent;
    private @Nullable AgentStandIn agentActor;
    private @Nullable Cell gateway;
    private final Map<NodeId, Instant> departed = new TreeMap<>();
    private boolean up;
    private long runs;

    Host(World world, NodeDescription description, long skewMillis) {
        this.world = world;
        this.description = description;
        this.skewMillis = skewMillis;
        this.engine = new Engine(world, this);
    }

    NodeId id() {
        return description.id();
    }

    NodeDescription description() {
        return description;
    }

    Engine engine() {
        return engine;
    }

    Instant now() {
        return World.START.plusMillis(world.timeline().nowMillis() + skewMillis);
    }

    boolean isUp() {
        return up;
    }

    /** Counts the runs of its JVM. */
    long run() {
        return runs;
    }

    DirectoryStandIn directory() {
        return directory;
    }

    Map<Address, Cell> entities() {
        return entities;
    }

    /** What cannot be sent before its receiver has a home again. */
    List<Runnable> undelivered() {
        return undelivered;
    }

    @Nullable Cell agent() {
        return agent;
    }

    @Nullable AgentStandIn agentActor() {
        return agentActor;
    }

    /** From where users of this node ask. */
    @Nullable Cell gateway() {
        return gateway;
    }

    /** The nodes that have left while its JVM ran, as it knows. */
    List<DepartedNode> departed() {
        return departed.entrySet().stream()
                .map(entry -> new DepartedNode(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** It learns that a node has left, or is back; so do the supervisors on it. */
    void hears(NodeId node, boolean present) {
        if (present ? departed.remove(node) != null : departed.putIfAbsent(node, now()) == null) {
            List.copyOf(entities.entrySet()).stream()
                    .filter(entry -> entry.getKey() instanceof Address.Supervisor)
                    .forEach(entry -> entry.getValue().deliver(new WorkloadInput.Departed(departed()), null));
        }
    }

    void start() {
        departed.clear();
        up = true;
        runs++;
        directory = new DirectoryStandIn();
        gateway = new Cell(world, this, () -> {});
        Cell cell = new Cell(world, this, () -> {});
        agent = cell;
        world.step(this, () -> {
            AgentStandIn actor =
                    new AgentStandIn(description, cell, world.parts().agent(), engine, world.weather());
            agentActor = actor;
            cell.inhabit(actor);
        });
    }

    /** The JVM is gone; what it was doing is lost. */
    void die() {
        up = false;
        entities.values().forEach(Cell::kill);
        entities.clear();
        undelivered.clear();
        if (agent != null) {
            agent.kill();
        }
        if (gateway != null) {
            gateway.kill();
        }
        agent = null;
        agentActor = null;
        gateway = null;
    }

    @Override
    public String toString() {
        return description.id().value();
    }
}

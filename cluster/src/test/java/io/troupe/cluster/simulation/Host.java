package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryStandIn;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    void start() {
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

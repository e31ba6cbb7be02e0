package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What two container engines hold, and the rules that no agent may break, checked as it happens. */
final class EnginesInMemory {
    enum Life {
        CREATED,
        RUNNING,
        ENDED
    }

    /** One container; its name is its id. */
    static final class Container {
        final String id;
        final AgentEffect.Run run;
        final EngineKind kind;
        Life life = Life.CREATED;
        int exitCode;

        Container(String id, AgentEffect.Run run, EngineKind kind) {
            this.id = id;
            this.run = run;
            this.kind = kind;
        }

        InstanceId instance() {
            return run.assignment().instance();
        }
    }

    private final Resources total;
    private final Map<String, Container> containers = new TreeMap<>();
    private final Set<String> everStarted = new HashSet<>();
    private final Set<EngineKind> away = EnumSet.noneOf(EngineKind.class);

    EnginesInMemory(Resources total) {
        this.total = total;
    }

    boolean answers(EngineKind kind) {
        return !away.contains(kind);
    }

    void leave(EngineKind kind) {
        away.add(kind);
    }

    void comeBack(EngineKind kind) {
        away.remove(kind);
    }

    List<Container> running() {
        return containers.values().stream()
                .filter(container -> container.life == Life.RUNNING)
                .toList();
    }

    List<Container> of(InstanceId instance) {
        return containers.values().stream()
                .filter(container -> container.instance().equals(instance))
                .toList();
    }

    @Nullable Container find(String id) {
        return containers.get(id);
    }

    /** Whether the container may still be started; one that has run is never created again by a real engine while it is there. */
    boolean create(String id, AgentEffect.Run run, EngineKind kind) {
        var known = containers.get(id);
        if (known == null) {
            if (everStarted.contains(id)) {
                throw new AssertionError("created a second time after it had run: " + id);
            }
            containers.put(id, new Container(id, run, kind));
            return true;
        }
        return known.life != Life.ENDED;
    }

    /** Whether it runs now. */
    boolean start(String id) {
        var container = containers.get(id);
        if (container == null || container.life == Life.ENDED) {
            return false;
        }
        if (container.life == Life.CREATED) {
            everStarted.add(id);
            container.life = Life.RUNNING;
            checkCapacity();
        }
        return true;
    }

    void end(Container container, int exitCode) {
        container.life = Life.ENDED;
        container.exitCode = exitCode;
    }

    void remove(String id) {
        containers.remove(id);
    }

    private void checkCapacity() {
        var instances = new LinkedHashMap<InstanceId, AgentEffect.Run>();
        running().forEach(container -> instances.put(container.instance(), container.run));
        var used = instances.values().stream()
                .map(run -> run.revision().spec().resources())
                .reduce(Resources.NONE, Resources::plus);
        if (!total.covers(used)) {
            throw new AssertionError("more runs than the node has: " + instances.keySet());
        }
        var ports = new HashMap<Integer, InstanceId>();
        instances.forEach((id, run) -> run.assignment().place().ports().forEach(port -> {
            var hostPort = port.hostPort();
            if (hostPort != null && ports.put(hostPort, id) != null) {
                throw new AssertionError("host port " + hostPort + " given twice");
            }
        }));
    }

    List<Found> list(EngineKind kind) {
        var byInstance = new LinkedHashMap<InstanceId, List<Container>>();
        for (var container : containers.values()) {
            if (container.kind == kind) {
                byInstance
                        .computeIfAbsent(container.instance(), id -> new ArrayList<>())
                        .add(container);
            }
        }
        return byInstance.values().stream().map(parts -> found(kind, parts)).toList();
    }

    static Found note(AgentEffect.Run run, Set<EngineKind> kinds) {
        var names = run.revision().spec().containers().stream()
                .map(ContainerSpec::name)
                .toList();
        return found(run, kinds, names, Stage.HALF_CREATED, null, checks(run));
    }

    private static Found found(EngineKind kind, List<Container> parts) {
        var ids = parts.stream().map(part -> part.id).toList();
        return found(parts.getFirst().run, Set.of(kind), ids, stage(parts), ending(parts), List.of());
    }

    private static Found found(
            AgentEffect.Run run,
            Set<EngineKind> kinds,
            List<String> ids,
            Stage stage,
            @Nullable Ending ending,
            List<CheckPlan.ContainerCheck> checks) {
        var spec = run.revision().spec();
        return new Found(
                run.assignment().instance(),
                spec.id(),
                run.assignment().place(),
                spec.resources(),
                kinds,
                ids,
                List.of(),
                stage,
                ending,
                Instant.EPOCH,
                checks);
    }

    private static List<CheckPlan.ContainerCheck> checks(AgentEffect.Run run) {
        var plan = CheckPlan.of(run.revision().spec(), run.assignment().place());
        return plan == null ? List.of() : plan.checks();
    }

    static @Nullable Ending ending(List<Container> parts) {
        return parts.stream()
                .filter(part -> part.life == Life.ENDED)
                .findFirst()
                .map(part -> new Ending(part.exitCode, false))
                .orElse(null);
    }

    private static Stage stage(List<Container> parts) {
        var ended = parts.stream().anyMatch(part -> part.life == Life.ENDED);
        var runs = parts.stream().anyMatch(part -> part.life == Life.RUNNING);
        var created = parts.stream().anyMatch(part -> part.life == Life.CREATED);
        return ended ? runs ? Stage.HALF_ENDED : Stage.ENDED : created ? Stage.HALF_CREATED : Stage.RUNNING;
    }
}

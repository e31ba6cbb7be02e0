package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Listed;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Puts containers together to instances. */
final class Listing {
    private Listing() {}

    static Listed listed(Instant asOf, Map<InstanceId, List<Engines.Placed>> containers) {
        return new Listed(asOf, containers.values().stream().map(Listing::found).toList());
    }

    private static Found found(List<Engines.Placed> parts) {
        var identity = parts.getFirst().identity();
        return new Found(
                identity.instance(),
                identity.workload(),
                identity.place(),
                identity.resources(),
                parts.stream().map(part -> part.container().id()).toList(),
                parts.stream()
                        .flatMap(part -> part.container().addresses().stream())
                        .distinct()
                        .toList(),
                stage(parts),
                parts.stream()
                        .filter(part -> part.container().state() == State.ENDED)
                        .findFirst()
                        .map(part -> new Ending(
                                part.container().exitCode(), part.container().outOfMemory()))
                        .orElse(null),
                identity.since());
    }

    private static Stage stage(List<Engines.Placed> parts) {
        if (has(parts, State.ENDED)) {
            return has(parts, State.RUNNING) ? Stage.HALF_ENDED : Stage.ENDED;
        }
        return has(parts, State.CREATED) ? Stage.HALF_CREATED : Stage.RUNNING;
    }

    private static boolean has(List<Engines.Placed> parts, State state) {
        return parts.stream().anyMatch(part -> part.container().state() == state);
    }
}

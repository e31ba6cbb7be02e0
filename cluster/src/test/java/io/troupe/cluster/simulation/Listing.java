package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Listed;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts containers together to instances, as the node module does. */
final class Listing {
    private Listing() {}

    static Listed listed(Instant asOf, Set<EngineKind> kinds, Collection<Container> containers) {
        Map<InstanceId, List<Container>> byInstance = new LinkedHashMap<>();
        for (Container container : containers) {
            byInstance
                    .computeIfAbsent(container.identity().instance(), any -> new ArrayList<>())
                    .add(container);
        }
        return new Listed(
                asOf, kinds, byInstance.values().stream().map(Listing::found).toList());
    }

    private static Found found(List<Container> parts) {
        Container.Identity identity = parts.getFirst().identity();
        return new Found(
                identity.instance(),
                identity.workload(),
                identity.place(),
                identity.ofInstance(),
                parts.stream().map(part -> part.identity().kind()).collect(Collectors.toSet()),
                parts.stream().map(part -> part.identity().id()).toList(),
                List.of(),
                stage(parts),
                ending(parts),
                identity.since(),
                List.of());
    }

    /** How the first of these containers ended that does not run any more; null if none has. */
    static @Nullable Ending ending(List<Container> parts) {
        return parts.stream()
                .filter(part -> part.state() == Container.State.ENDED)
                .findFirst()
                .map(Container::ending)
                .orElse(null);
    }

    private static Stage stage(List<Container> parts) {
        if (has(parts, Container.State.ENDED)) {
            return has(parts, Container.State.RUNNING) ? Stage.HALF_ENDED : Stage.ENDED;
        }
        return has(parts, Container.State.CREATED) ? Stage.HALF_CREATED : Stage.RUNNING;
    }

    private static boolean has(List<Container> parts, Container.State state) {
        return parts.stream().anyMatch(part -> part.state() == state);
    }
}

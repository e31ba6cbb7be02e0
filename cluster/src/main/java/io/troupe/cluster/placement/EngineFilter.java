package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The node has an engine that answers for each kind of container of the workload. */
final class EngineFilter implements PlacementFilter {
    private final Set<EngineKind> wanted;

    EngineFilter(WorkloadSpec spec) {
        wanted = wantedBy(spec);
    }

    static Set<EngineKind> wantedBy(WorkloadSpec spec) {
        Set<EngineKind> wanted = EnumSet.noneOf(EngineKind.class);
        spec.containers()
                .forEach(container -> wanted.add(container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES));
        return wanted;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        List<EngineDescription> engines = node.description().engines();
        return wanted.stream()
                .filter(kind -> engines.stream().noneMatch(engine -> engine.kind() == kind && engine.available()))
                .findFirst()
                .map(kind -> new Refusal(RefusalReason.ENGINE, "an engine for " + nameOf(kind), found(engines, kind)));
    }

    private static String found(List<EngineDescription> engines, EngineKind kind) {
        return engines.stream()
                .filter(engine -> engine.kind() == kind)
                .findFirst()
                .map(engine -> engine.name() + " does not answer")
                .orElse("none");
    }

    private static String nameOf(EngineKind kind) {
        return switch (kind) {
            case IMAGES -> "images";
            case PROCESSES -> "processes";
        };
    }
}

package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a node is one for a workload that runs on every node fit for it: by what the node is, whatever room it has now and whatever else runs
 * where. An engine that does not answer now is still there.
 */
public final class Fitness {
    private static final Peers NONE = new Peers(List.of());

    private final Set<EngineKind> engines;
    private final RoleFilter roles;
    private final List<ConstraintFilter> constraints;
    private final ScarceFilter scarce;

    private Fitness(
            Set<EngineKind> engines, RoleFilter roles, List<ConstraintFilter> constraints, ScarceFilter scarce) {
        this.engines = engines;
        this.roles = roles;
        this.constraints = constraints;
        this.scarce = scarce;
    }

    public static Fitness of(WorkloadSpec spec) {
        return new Fitness(
                EngineFilter.wantedBy(spec),
                new RoleFilter(spec.capacityRoles()),
                spec.constraints().stream()
                        .filter(Constraint::looksAtNodeAlone)
                        .map(FilterChain::ofNodeAlone)
                        .toList(),
                new ScarceFilter(spec.resources().gpus()));
    }

    public boolean isFit(NodeDescription node) {
        var present = node.engines().stream().map(engine -> engine.kind()).collect(Collectors.toSet());
        return present.containsAll(engines)
                && roles.refuses(node).isEmpty()
                && scarce.refuses(node).isEmpty()
                && constraints.stream()
                        .allMatch(constraint -> constraint.refuses(node, NONE).isEmpty());
    }
}

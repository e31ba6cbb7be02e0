package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** All rules for one request, in the order of {@code RefusalReason}. */
final class FilterChain {
    private final List<PlacementFilter> filters = new ArrayList<>();

    FilterChain(PlacementRequest request, Collection<NodeSnapshot> nodes) {
        WorkloadSpec spec = request.spec();
        filters.add(new AvailabilityFilter());
        filters.add(new EngineFilter(spec));
        filters.add(new RoleFilter(spec.capacityRoles()));
        spec.constraints()
                .forEach(constraint ->
                        filters.add(new ConstraintFilter(constraint, ruleFor(constraint, request, nodes))));
        if (spec.followsNodes()) {
            filters.add(new OneEachFilter());
        }
        Resources wanted = spec.resources();
        filters.add(new CpusFilter(wanted.cpuMillis()));
        filters.add(new MemoryFilter(wanted.memoryMib()));
        filters.add(new DiskFilter(wanted.diskMib()));
        filters.add(new GpusFilter(wanted.gpus()));
        wanted.custom().forEach((name, amount) -> filters.add(new CustomFilter(name, amount)));
        filters.add(new PortsFilter(spec.ports()));
        filters.add(new ScarceFilter(wanted.gpus()));
    }

    /** The first rule that refuses the node; empty if it can take one more instance. */
    Optional<Refusal> firstRefusal(Candidate node, Peers peers) {
        for (PlacementFilter filter : filters) {
            Optional<Refusal> refusal = filter.judge(node, peers);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** Every rule that refuses the node. */
    List<Refusal> refusals(Candidate node, Peers peers) {
        return filters.stream()
                .flatMap(filter -> filter.judge(node, peers).stream())
                .toList();
    }

    /** The rule of a constraint that looks at nothing but the node. */
    static ConstraintFilter ofNodeAlone(Constraint constraint) {
        return new ConstraintFilter(
                constraint,
                switch (constraint.operator()) {
                    case CLUSTER -> new SameRule(constraint.field(), constraint.value());
                    case LIKE -> PatternRule.like(constraint.value());
                    case UNLIKE -> PatternRule.unlike(constraint.value());
                    case IS -> new EqualRule(constraint.value());
                    case UNIQUE, MAX_PER, GROUP_BY ->
                        throw new IllegalArgumentException(constraint + " looks at other instances too");
                });
    }

    private static ConstraintFilter.ValueRule ruleFor(
            Constraint constraint, PlacementRequest request, Collection<NodeSnapshot> nodes) {
        String field = constraint.field();
        String value = constraint.value();
        return switch (constraint.operator()) {
            case UNIQUE -> ShareRule.unique(field);
            case MAX_PER -> ShareRule.maxPer(field, value);
            case CLUSTER -> new SameRule(field, value);
            case LIKE -> PatternRule.like(value);
            case UNLIKE -> PatternRule.unlike(value);
            case IS -> new EqualRule(value);
            case GROUP_BY ->
                new EvenRule(
                        field,
                        value == null || value.isEmpty() ? valuesOf(field, nodes) : WholeNumber.of(value),
                        request.instances());
        };
    }

    /** Without a number, the values of the nodes that take instances are those to spread over. */
    private static Optional<Integer> valuesOf(String field, Collection<NodeSnapshot> nodes) {
        long values = nodes.stream()
                .filter(NodeSnapshot::available)
                .flatMap(node -> NodeField.valueOf(node.description(), field).stream())
                .distinct()
                .count();
        return Optional.of((int) Math.max(1, values));
    }
}

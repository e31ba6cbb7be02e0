package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of instances whose node is away. The rules are Marathon's: an unreachable instance counts as one of the wanted until it is inactive; then a
 * replacement is planned, and whichever is too many when it comes back is stopped as after any scaling; once it is expunged it is forgotten, and
 * its agent is told to stop it when that speaks of it again.
 */
final class AbsencePlanner {
    private AbsencePlanner() {}

    static void step(Deliberation deliberation, Exchange exchange) {
        miss(deliberation, exchange);
        expunge(deliberation);
        giveUp(deliberation);
    }

    private static void miss(Deliberation deliberation, Exchange exchange) {
        var missed = new LinkedHashMap<NodeId, List<InstanceId>>();
        for (var instance : deliberation.state().instances()) {
            var place = instance.place();
            if (place != null
                    && awayAt(instance, exchange)
                            .filter(at -> !deliberation.now().isBefore(at))
                            .isPresent()) {
                missed.computeIfAbsent(place.node(), node -> new ArrayList<>()).add(instance.id());
            }
        }
        missed.forEach((node, instances) -> deliberation.add(
                exchange.contact().hasDeparted(node)
                        ? node + " has left the cluster and did not come back"
                        : "the agent of " + node + " does not answer",
                new WorkloadEvent.InstancesUnreachable(node, instances)));
    }

    private static void expunge(Deliberation deliberation) {
        var state = deliberation.state();
        var expunged = due(deliberation, instance -> expungedAt(state, instance));
        if (!expunged.isEmpty()) {
            deliberation.add(
                    "its node was away for longer than its policy waits for it",
                    new WorkloadEvent.StopRequested(expunged, StopReason.EXPUNGED));
        }
    }

    private static void giveUp(Deliberation deliberation) {
        var state = deliberation.state();
        var inactive = due(deliberation, instance -> inactiveAt(state, instance));
        if (!inactive.isEmpty()) {
            deliberation.add(
                    "its node is away, and its policy has it replaced", new WorkloadEvent.InstancesInactive(inactive));
        }
    }

    private static List<InstanceId> due(Deliberation deliberation, Function<Instance, Optional<Instant>> when) {
        return deliberation.state().instances().stream()
                .filter(instance -> when.apply(instance)
                        .filter(at -> !deliberation.now().isBefore(at))
                        .isPresent())
                .map(Instance::id)
                .toList();
    }

    /** When time alone changes something; empty if nothing of the kind is waited for. */
    static Optional<Instant> next(WorkloadState state, Exchange exchange) {
        return state.instances().stream()
                .flatMap(instance ->
                        Stream.of(awayAt(instance, exchange), inactiveAt(state, instance), expungedAt(state, instance)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static Optional<Instant> awayAt(Instance instance, Exchange exchange) {
        var place = instance.place();
        var placedAt = instance.placedAt();
        return instance.unreachable() || place == null || placedAt == null
                ? Optional.empty()
                : exchange.contact()
                        .awayAt(place.node(), placedAt, exchange.said().inquiredAt());
    }

    private static Optional<Instant> inactiveAt(WorkloadState state, Instance instance) {
        return Optional.ofNullable(instance.absence())
                .filter(absence -> !absence.inactive())
                .map(absence -> state.unreachablePolicy(instance.revision()).inactiveAt(absence.since()))
                .filter(at -> at.isBefore(Instant.MAX));
    }

    /** What is to stop is not waited for, unless it belonged to its node when that was decided. */
    private static Optional<Instant> expungedAt(WorkloadState state, Instance instance) {
        if (instance.stopping() != null && state.forgets(instance)) {
            return Optional.ofNullable(instance.stoppingSince());
        }
        return Optional.ofNullable(instance.absence())
                .map(absence -> state.unreachablePolicy(instance.revision()).expungedAt(absence.since()))
                .filter(at -> at.isBefore(Instant.MAX));
    }
}

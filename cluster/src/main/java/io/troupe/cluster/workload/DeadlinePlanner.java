package io.troupe.cluster.workload;

import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a supervisor has to look at its workload again though nobody asks. */
final class DeadlinePlanner {
    private DeadlinePlanner() {}

    /** The next such time; it may have passed. Empty if there is none. */
    static Optional<Instant> next(WorkloadState state, Exchange exchange, Instant now) {
        return Stream.of(
                        backoff(state, now),
                        forgetting(state),
                        demand(state, exchange, now),
                        repetition(state, exchange),
                        comparison(state, exchange),
                        overdue(state),
                        AbsencePlanner.next(state, exchange),
                        TrialPlanner.nextSettledAt(state, now),
                        TrialPlanner.deadline(state, now),
                        news(state, exchange),
                        FollowPlanner.askedAt(state, exchange))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> backoff(WorkloadState state, Instant now) {
        var waits = state.instances().stream().anyMatch(instance -> instance.state() == InstanceState.PLANNED);
        return BackoffPlanner.delays(state)
                .map(LaunchDelay::until)
                .filter(until -> waits && now.isBefore(until))
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> forgetting(WorkloadState state) {
        return BackoffPlanner.delays(state).map(BackoffPlanner::forgottenAt).min(Comparator.naturalOrder());
    }

    private static Optional<Instant> demand(WorkloadState state, Exchange exchange, Instant now) {
        var waiting = EffectPlanner.waiting(state, exchange, now);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                waiting.equals(exchange.demand().instances())
                        ? EffectPlanner.demandRepeatedAt(state, exchange, now)
                        : exchange.drops().heldUntil());
    }

    private static Optional<Instant> repetition(WorkloadState state, Exchange exchange) {
        var repeatedAt = exchange.said().repeatedAt();
        return state.instances().stream()
                .map(EffectPlanner::owedSince)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(since -> since.isAfter(repeatedAt) ? since : repeatedAt)
                .map(since -> since.plus(EffectPlanner.REPEAT));
    }

    private static Optional<Instant> comparison(WorkloadState state, Exchange exchange) {
        return state.instances().stream().anyMatch(instance -> instance.place() != null)
                ? Optional.of(exchange.said().inquiredAt().plus(EffectPlanner.COMPARE))
                : Optional.empty();
    }

    private static Optional<Instant> overdue(WorkloadState state) {
        return state.instances().stream()
                .map(HealthPlanner::overdueAt)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> news(WorkloadState state, Exchange exchange) {
        return state.rollout() == null
                ? Optional.empty()
                : Optional.of(exchange.said().reportedAt().plus(EffectPlanner.COMPARE));
    }
}

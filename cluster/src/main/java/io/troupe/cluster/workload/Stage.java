package io.troupe.cluster.workload;

import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a workload's rollout is, and what it may do there.
 *
 * @param name what readers are told
 * @param earlier so many instances of what ran before stay; those that are missing are planned anew if there is a base to plan them from
 * @param current so many instances of the target there shall be
 * @param canaries how many canaries the rollout begins with; 0 if it has none, or they are promoted
 */
record Stage(RolloutView.Stage name, int earlier, int current, int canaries) {
    /** Of a workload that exists and is not being deleted. */
    static Stage of(WorkloadState state, Instant now) {
        var wanted = state.wanted().instances();
        var rollout = state.rollout();
        if (rollout == null || !rollout.begun()) {
            return new Stage(RolloutView.Stage.PREPARED, 0, wanted, 0);
        }
        var canaries = canaries(state);
        var pause = rollout.progress().pause();
        if (pause != null) {
            return new Stage(RolloutView.Stage.PAUSED, pause.earlier(), pause.current(), canaries);
        }
        return canaries == 0
                ? new Stage(RolloutView.Stage.ROLLING, 0, wanted, 0)
                : new Stage(
                        settled(state, now) < canaries
                                ? RolloutView.Stage.CANARY
                                : RolloutView.Stage.WAITING_FOR_PROMOTION,
                        keptBeside(state, canaries),
                        canaries,
                        canaries);
    }

    /** How many canaries the rollout still has to show to be good; 0 if none. */
    static int canaries(WorkloadState state) {
        var rollout = state.rollout();
        if (rollout == null || !rollout.begun() || rollout.delete()) {
            return 0;
        }
        var progress = rollout.progress();
        // Where slots are replaced one after the other, the first is the canary.
        if (progress.base() == null
                || progress.promoted()
                || OrdinalPlanner.rule(state).isPresent()) {
            return 0;
        }
        var wanted = state.wanted().instances();
        return isBlueGreen(state) ? wanted : Math.min(care(state).canaries(), wanted);
    }

    private static int keptBeside(WorkloadState state, int canaries) {
        var rollout = state.rollout();
        var base = rollout == null ? null : rollout.progress().base();
        if (rollout == null || base == null) {
            return 0;
        }
        if (isBlueGreen(state)) {
            return base.instances();
        }
        var room = Math.max(RolloutBounds.of(state).existingMax() - canaries, 0);
        return Math.min(Math.min(base.instances(), state.wanted().instances()), room);
    }

    /** Whether there is room for both beside each other: not where slots are tied to nodes. */
    static boolean isBlueGreen(WorkloadState state) {
        var rollout = state.rollout();
        return rollout != null
                && rollout.manner() == RolloutManner.BLUE_GREEN
                && state.revision().spec().slots() == null;
    }

    /** The caution of the revision to run, as far as it applies to the change that is rolled out. */
    static RolloutCaution care(WorkloadState state) {
        var rollout = state.rollout();
        var care = state.revision().spec().rollout().care();
        if (rollout == null || rollout.manner() != RolloutManner.BACK) {
            return care;
        }
        // One instance has to prove that the way back is open before all follow.
        return care.withCanaries(1, true);
    }

    /** Instances of the target that count as ready: they have been so for their bake time. */
    static int settled(WorkloadState state, Instant now) {
        return count(state, instance -> state.current(instance) && settled(state, instance, now));
    }

    /** Whether an instance counts as ready: one of the target has to be so for its bake time. */
    static boolean settled(WorkloadState state, Instance instance, Instant now) {
        return instance.ready()
                && (!state.current(instance)
                        || settledAt(state, instance)
                                .map(at -> !now.isBefore(at))
                                .orElse(true));
    }

    /** When a ready instance of the target has been so for long enough; empty if it is not ready, or nobody waits for that. */
    static Optional<Instant> settledAt(WorkloadState state, Instance instance) {
        var bake = care(state).bake();
        var since = instance.readySince() == null ? instance.runningSince() : instance.readySince();
        return !instance.ready() || bake.equals(Duration.ZERO) || since == null
                ? Optional.empty()
                : Optional.of(since.plus(bake));
    }

    static int count(WorkloadState state, Predicate<Instance> which) {
        return (int) state.instances().stream().filter(which).count();
    }
}

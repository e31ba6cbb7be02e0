package io.troupe.cluster.workload;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What readers see of a state. */
final class WorkloadPicture {
    private WorkloadPicture() {}

    /** Empty if there is no such workload. */
    static Optional<WorkloadView> of(
            WorkloadId workload, WorkloadState state, @Nullable RefusalSummary refusals, Instant now) {
        if (!state.exists()) {
            return Optional.empty();
        }
        var waits = state.instances().stream().anyMatch(instance -> instance.state() == InstanceState.PLANNED);
        var rollout = state.rollout();
        return Optional.of(new WorkloadView(
                workload,
                state.sequence(),
                state.revision(),
                state.wanted(),
                state.revisions(),
                state.targets(),
                state.instances().stream()
                        .sorted(Comparator.comparingInt(Instance::slot).thenComparing(Instance::plannedAt))
                        .toList(),
                rollout == null ? null : rollout.deployment(),
                rollout == null ? null : rollout(state, rollout, now),
                state.deleting(),
                state.launchDelay(),
                state.lastFailure(),
                waits ? refusals : null));
    }

    /** Whether what is shown has changed between two times though nothing was stored: an instance has been ready for long enough. */
    static boolean changes(WorkloadState state, Instant earlier, Instant now) {
        return state.exists()
                && state.rolling()
                && !state.deleting()
                && Stage.settled(state, earlier) != Stage.settled(state, now);
    }

    private static RolloutView rollout(WorkloadState state, Rollout rollout, Instant now) {
        var stage = Stage.of(state, now);
        var pause = rollout.progress().pause();
        return new RolloutView(
                rollout.deployment(),
                rollout.delete() ? RolloutView.Stage.ROLLING : stage.name(),
                stage.canaries(),
                Stage.settled(state, now),
                Stage.count(state, state::earlier),
                rollout.progress().failures(),
                rollout.progress().failure(),
                pause == null ? null : pause.reason(),
                TrialPlanner.deadline(state, now).orElse(null),
                rollout.progress().baseDelay());
    }
}

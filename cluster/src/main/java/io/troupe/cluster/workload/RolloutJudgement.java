package io.troupe.cluster.workload;

import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.function.Predicate;

/** What a stored entry says of how good a rollout is: read by {@link WorkloadState#apply} to count, never to decide. */
final class RolloutJudgement {
    private RolloutJudgement() {}

    /** How many instances that were planned by the rollout have failed by this entry: ended by themselves, or were stopped because they are not well. */
    static int failures(WorkloadState before, WorkloadRecord entry) {
        return switch (entry.event()) {
            case WorkloadEvent.InstancesObserved observed ->
                count(
                        before,
                        entry,
                        instance -> instance.stopping() == null
                                && (instance.state() == InstanceState.FAILED
                                        || instance.state() == InstanceState.FINISHED));
            case WorkloadEvent.StopRequested stop
            when stop.reason() == StopReason.UNHEALTHY || stop.reason() == StopReason.LAUNCH_OVERDUE ->
                count(before, entry, instance -> true);
            case WorkloadEvent.StopRequested stop -> 0;
            case WorkloadEvent.InstancesUnreachable away -> 0;
            case WorkloadEvent.InstancesInactive inactive -> 0;
            case WorkloadEvent.StrangersEnded strangers -> 0;
            case WorkloadEvent.ChangePrepared prepared -> 0;
            case WorkloadEvent.RolloutBegan began -> 0;
            case WorkloadEvent.RolloutPaused paused -> 0;
            case WorkloadEvent.RolloutResumed resumed -> 0;
            case WorkloadEvent.CanariesPromoted promoted -> 0;
            case WorkloadEvent.RolloutFailed failed -> 0;
            case WorkloadEvent.RolloutEnded over -> 0;
            case WorkloadEvent.NodesFollowed followed -> 0;
            case WorkloadEvent.InstancesPlanned planned -> 0;
            case WorkloadEvent.InstancesPlaced placed -> 0;
            case WorkloadEvent.LaunchDelayed delayed -> 0;
            case WorkloadEvent.LaunchDelayReset reset -> 0;
            case WorkloadEvent.WorkloadDeleted deleted -> 0;
        };
    }

    private static int count(WorkloadState before, WorkloadRecord entry, Predicate<Instance> which) {
        var target = before.target();
        return target == null
                ? 0
                : (int) before.touched(entry).stream()
                        .filter(instance -> instance.target() >= target.version() && which.test(instance))
                        .count();
    }

    /** How many instances of the target are ready. */
    static int ready(WorkloadState state) {
        return Stage.count(state, instance -> state.current(instance) && instance.ready());
    }

    /** Whether fewer are left of what the rollout replaces. */
    static boolean replaced(WorkloadState before, WorkloadState after) {
        return Stage.count(after, instance -> instance.stopping() == StopReason.REPLACED)
                < Stage.count(before, instance -> instance.stopping() == StopReason.REPLACED);
    }
}

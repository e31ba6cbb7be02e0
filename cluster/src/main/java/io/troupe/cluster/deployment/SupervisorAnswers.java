package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.WorkloadReply.Original;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator has heard since it was started, and does not keep in the journal: after a crash it asks again.
 *
 * @param votes each workload's answer to the request for its lock
 * @param released the workloads that surely do not hold the deployment's lock
 * @param groups what the supervisors of groups answered
 * @param undone what the deployment that undoes this one has answered for good; null if nothing yet
 * @param cancel a wish to cancel that came while locks were taken
 * @param behind the workload at which another was first; while it is, nothing else is asked for its lock; null if all are
 * @param refusedSince the workloads that refuse what already had its turn, and since when: they may only repeat late what they said before that
 */
record SupervisorAnswers(
        Map<WorkloadId, Vote> votes,
        Set<WorkloadId> released,
        GroupAnswers groups,
        @Nullable DeploymentReply undone,
        DeploymentCommand.@Nullable Cancel cancel,
        @Nullable WorkloadId behind,
        Map<WorkloadId, Instant> refusedSince) {
    static final SupervisorAnswers NONE =
            new SupervisorAnswers(Map.of(), Set.of(), GroupAnswers.NONE, null, null, null, Map.of());

    SupervisorAnswers {
        votes = Map.copyOf(votes);
        released = Set.copyOf(released);
        refusedSince = Map.copyOf(refusedSince);
    }

    /** An answer to the request for a lock. */
    sealed interface Vote {
        /** The lock is held; {@code before} is null if the workload did not exist; {@code begun} says whether the change has begun already. */
        record Locked(@Nullable Original before, boolean begun) implements Vote {}

        record Refused(Problem problem) implements Vote {}
    }

    /** The first vote of a workload counts. */
    SupervisorAnswers voted(WorkloadId workload, Vote vote) {
        var more = new HashMap<>(votes);
        more.putIfAbsent(workload, vote);
        return new SupervisorAnswers(
                more, released, groups, undone, cancel, workload.equals(behind) ? null : behind, refusedSince);
    }

    /** Another is first at this workload, and what was taken is given back. */
    SupervisorAnswers withoutVotes(WorkloadId at) {
        return new SupervisorAnswers(Map.of(), Set.of(), GroupAnswers.NONE, undone, cancel, at, refusedSince);
    }

    SupervisorAnswers withoutRefusals() {
        var locked = new HashMap<>(votes);
        locked.values().removeIf(Vote.Refused.class::isInstance);
        return new SupervisorAnswers(locked, released, groups, undone, cancel, behind, refusedSince);
    }

    SupervisorAnswers released(WorkloadId workload) {
        var more = new HashSet<>(released);
        more.add(workload);
        return new SupervisorAnswers(votes, more, groups, undone, cancel, behind, refusedSince);
    }

    SupervisorAnswers with(GroupAnswers heard) {
        return new SupervisorAnswers(votes, released, heard, undone, cancel, behind, refusedSince);
    }

    SupervisorAnswers cancelling(DeploymentCommand.Cancel command) {
        return new SupervisorAnswers(votes, released, groups, undone, command, behind, refusedSince);
    }

    SupervisorAnswers undoneBy(DeploymentReply reply) {
        return new SupervisorAnswers(votes, released, groups, reply, cancel, behind, refusedSince);
    }

    /** What had its turn is refused. */
    SupervisorAnswers refused(WorkloadId workload, Instant now) {
        var more = new HashMap<>(refusedSince);
        more.putIfAbsent(workload, now);
        return new SupervisorAnswers(votes, released, groups, undone, cancel, behind, more);
    }

    /** What had its turn goes on. */
    SupervisorAnswers goingOn(WorkloadId workload) {
        if (!refusedSince.containsKey(workload)) {
            return this;
        }
        var fewer = new HashMap<>(refusedSince);
        fewer.remove(workload);
        return new SupervisorAnswers(votes, released, groups, undone, cancel, behind, fewer);
    }

    boolean votedAll(Collection<WorkloadId> workloads) {
        return votes.keySet().containsAll(workloads);
    }

    boolean votedAll(DeploymentPlan plan) {
        return votedAll(plan.workloads()) && groups.votes().keySet().containsAll(plan.tenants());
    }

    boolean releasedAll(Collection<WorkloadId> workloads) {
        return released.containsAll(workloads);
    }

    /** Whether nobody who takes part in the plan holds anything for it. */
    boolean releasedAll(DeploymentPlan plan) {
        return released.containsAll(plan.workloads()) && groups.released().containsAll(plan.tenants());
    }

    /** In the order of the workloads, then of the tenants. */
    List<Problem> refusals(DeploymentPlan plan) {
        return Stream.concat(
                        plan.workloads().stream()
                                .map(votes::get)
                                .filter(Vote.Refused.class::isInstance)
                                .map(vote -> ((Vote.Refused) vote).problem()),
                        groups.refusals(plan.tenants()))
                .toList();
    }
}

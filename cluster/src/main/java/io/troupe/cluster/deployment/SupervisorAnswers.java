package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.WorkloadReply.Original;
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
 */
record SupervisorAnswers(
        Map<WorkloadId, Vote> votes,
        Set<WorkloadId> released,
        GroupAnswers groups,
        @Nullable DeploymentReply undone,
        DeploymentCommand.@Nullable Cancel cancel) {
    static final SupervisorAnswers NONE = new SupervisorAnswers(Map.of(), Set.of(), GroupAnswers.NONE, null, null);

    SupervisorAnswers {
        votes = Map.copyOf(votes);
        released = Set.copyOf(released);
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
        return new SupervisorAnswers(more, released, groups, undone, cancel);
    }

    SupervisorAnswers withoutVotes() {
        return new SupervisorAnswers(Map.of(), Set.of(), GroupAnswers.NONE, undone, cancel);
    }

    SupervisorAnswers withoutRefusals() {
        var locked = new HashMap<>(votes);
        locked.values().removeIf(Vote.Refused.class::isInstance);
        return new SupervisorAnswers(locked, released, groups, undone, cancel);
    }

    SupervisorAnswers released(WorkloadId workload) {
        var more = new HashSet<>(released);
        more.add(workload);
        return new SupervisorAnswers(votes, more, groups, undone, cancel);
    }

    SupervisorAnswers with(GroupAnswers heard) {
        return new SupervisorAnswers(votes, released, heard, undone, cancel);
    }

    SupervisorAnswers cancelling(DeploymentCommand.Cancel command) {
        return new SupervisorAnswers(votes, released, groups, undone, command);
    }

    SupervisorAnswers undoneBy(DeploymentReply reply) {
        return new SupervisorAnswers(votes, released, groups, reply, cancel);
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

package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.DeploymentState.Submission;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Objects;

/** What submitters and cancellers are answered. */
final class Replies {
    private Replies() {}

    static DeploymentReply accepted(DeploymentState state) {
        var plan = state.submitted().plan();
        return new DeploymentReply.Accepted(plan.id(), plan.version());
    }

    static DeploymentReply late(DeploymentState state) {
        var end = Objects.requireNonNull(state.end());
        return end.outcome() == DeploymentOutcome.REFUSED && end.problem() != null
                ? new DeploymentReply.Refused(end.problem())
                : accepted(state);
    }

    static DeploymentReply cancelled(DeploymentState state) {
        var submission = state.submitted();
        var cancel = state.cancel();
        return cancel == null
                ? notRunning(submission)
                : new DeploymentReply.Cancelled(
                        submission.plan().id(),
                        cancel.revert(),
                        submission.plan().version());
    }

    static DeploymentReply notRunning(Submission submission) {
        return new DeploymentReply.Refused(Problem.of(
                ProblemCode.NOT_FOUND, "deployment " + submission.plan().id() + " does not run any more"));
    }

    /** The first one, and with locks all who hold one. */
    static Problem problem(List<Problem> refusals) {
        var first = refusals.getFirst();
        return first.code() == ProblemCode.LOCKED
                ? Problem.locked(
                        first.message(),
                        refusals.stream()
                                .flatMap(refusal -> refusal.deployments().stream())
                                .distinct()
                                .toList())
                : first;
    }
}

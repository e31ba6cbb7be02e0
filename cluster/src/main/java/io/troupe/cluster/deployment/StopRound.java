package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.RolloutOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a deployment that is stopped. What undoes it takes the locks from it by force, so that nothing moves in between; then the other locks are given back,
 * and it ends.
 */
final class StopRound {
    private StopRound() {}

    static List<DeploymentEffect> owed(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var revert = answers.undone() == null ? owedRevert(state, now) : List.<DeploymentEffect>of();
        return revert.isEmpty() ? Orders.release(state, unreleased(state, answers)) : revert;
    }

    /** Ends it if nothing is owed any more. */
    static DeploymentDecision stopped(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var owed = owed(state, answers, now);
        return owed.isEmpty() ? ended(state, List.of(), answers, now) : DeploymentDecision.only(answers, List.of());
    }

    static DeploymentDecision reverted(
            DeploymentState state, SupervisorAnswers answers, DeploymentReply reply, Instant now) {
        if (state.phase() != DeploymentState.Phase.STOPPING || state.cancel() == null) {
            return DeploymentDecision.only(answers, List.of());
        }
        return switch (reply) {
            case DeploymentReply.Accepted accepted -> undone(state, answers, reply, now);
            case DeploymentReply.Refused(Problem problem)
            when problem.code() == ProblemCode.UNAVAILABLE -> DeploymentDecision.only(answers, List.of());
            case DeploymentReply.Refused refused -> undone(state, answers, reply, now);
            case DeploymentReply.Cancelled cancelled -> DeploymentDecision.only(answers, List.of());
            case DeploymentReply.Awake awake -> DeploymentDecision.only(answers, List.of());
        };
    }

    private static DeploymentDecision undone(
            DeploymentState state, SupervisorAnswers answers, DeploymentReply reply, Instant now) {
        var heard = answers.undone() == null ? answers.undoneBy(reply) : answers;
        var owed = owed(state, heard, now);
        return owed.isEmpty() ? ended(state, List.of(), heard, now) : DeploymentDecision.only(heard, owed);
    }

    /** The end of a deployment that was stopped. */
    static DeploymentDecision ended(
            DeploymentState state, List<DeploymentRecord> before, SupervisorAnswers answers, Instant now) {
        var entries = new ArrayList<>(before);
        if (!state.open().isEmpty()) {
            entries.add(state.entry(
                    now,
                    "the locks are given back",
                    new DeploymentEvent.ChangesEnded(state.open(), RolloutOutcome.CANCELLED)));
        }
        entries.add(state.entry(now, "it was stopped", new DeploymentEvent.Ended(outcome(state), null)));
        return new DeploymentDecision(
                entries,
                answers,
                List.of(),
                List.of(new DeploymentEffect.AnswerCancellers(answer(state, answers.undone()))));
    }

    private static DeploymentOutcome outcome(DeploymentState state) {
        var cancel = state.cancel();
        return cancel == null
                ? DeploymentOutcome.SUPERSEDED
                : cancel.failed() ? DeploymentOutcome.ROLLED_BACK : DeploymentOutcome.CANCELLED;
    }

    /** What cancellers hear; {@code undone} is what the deployment that undoes this one has answered, if there is one. */
    private static DeploymentReply answer(DeploymentState state, @Nullable DeploymentReply undone) {
        var plan = state.submitted().plan();
        var cancel = state.cancel();
        return switch (undone) {
            case DeploymentReply.Accepted accepted
            when cancel != null -> new DeploymentReply.Cancelled(plan.id(), cancel.revert(), accepted.version());
            case DeploymentReply.Refused refused -> refused;
            case null, default -> new DeploymentReply.Cancelled(plan.id(), null, plan.version());
        };
    }

    private static List<DeploymentEffect> owedRevert(DeploymentState state, Instant now) {
        var cancel = state.cancel();
        if (cancel == null || cancel.revert() == null) {
            return List.of();
        }
        return ReversePlanner.reverse(state, cancel.revert(), now.truncatedTo(ChronoUnit.MILLIS))
                .map(plan -> List.<DeploymentEffect>of(new DeploymentEffect.SubmitRevert(
                        plan,
                        new Cause(
                                cancel.cause().who(),
                                "undoes deployment " + state.submitted().plan().id(),
                                plan.id()))))
                .orElse(List.of());
    }

    private static List<WorkloadId> unreleased(DeploymentState state, SupervisorAnswers answers) {
        return state.open().stream()
                .filter(workload -> !answers.released().contains(workload))
                .toList();
    }
}

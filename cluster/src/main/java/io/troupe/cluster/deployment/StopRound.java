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

/** The rules of a deployment that is stopped: locks are given back, then what was asked for is undone, then it ends. */
final class StopRound {
    private StopRound() {}

    static DeploymentDecision stopped(DeploymentState state, SupervisorAnswers answers, Instant now) {
        if (!answers.releasedAll(state.open())) {
            return DeploymentDecision.only(answers, List.of());
        }
        var revert = owedRevert(state, now);
        return revert.isEmpty()
                ? ended(state, List.of(), answers, List.of(), now)
                : DeploymentDecision.only(answers, revert);
    }

    static DeploymentDecision reverted(
            DeploymentState state, SupervisorAnswers answers, DeploymentReply reply, Instant now) {
        if (state.phase() != DeploymentState.Phase.STOPPING || state.cancel() == null) {
            return DeploymentDecision.only(answers, List.of());
        }
        var id = state.submitted().plan().id();
        var revert = state.cancel().revert();
        return switch (reply) {
            case DeploymentReply.Accepted accepted ->
                ended(
                        state,
                        List.of(),
                        answers,
                        List.of(new DeploymentEffect.AnswerCancellers(
                                new DeploymentReply.Cancelled(id, revert, accepted.version()))),
                        now);
            case DeploymentReply.Refused(Problem problem)
            when problem.code() == ProblemCode.UNAVAILABLE -> DeploymentDecision.only(answers, List.of());
            case DeploymentReply.Refused refused ->
                ended(state, List.of(), answers, List.of(new DeploymentEffect.AnswerCancellers(refused)), now);
            case DeploymentReply.Cancelled cancelled -> DeploymentDecision.only(answers, List.of());
            case DeploymentReply.Awake awake -> DeploymentDecision.only(answers, List.of());
        };
    }

    /** The end of a deployment that was stopped; {@code answer} is what cancellers hear, if it is not the usual. */
    static DeploymentDecision ended(
            DeploymentState state,
            List<DeploymentRecord> before,
            SupervisorAnswers answers,
            List<DeploymentEffect> answer,
            Instant now) {
        var plan = state.submitted().plan();
        var outcome = state.cancel() == null ? DeploymentOutcome.SUPERSEDED : DeploymentOutcome.CANCELLED;
        var entries = new ArrayList<>(before);
        if (!state.open().isEmpty()) {
            entries.add(state.entry(
                    now,
                    "the locks are given back",
                    new DeploymentEvent.ChangesEnded(state.open(), RolloutOutcome.CANCELLED)));
        }
        entries.add(state.entry(now, "it was stopped", new DeploymentEvent.Ended(outcome, null)));
        var then = new ArrayList<DeploymentEffect>(answer);
        if (answer.isEmpty()) {
            then.add(new DeploymentEffect.AnswerCancellers(
                    new DeploymentReply.Cancelled(plan.id(), null, plan.version())));
        }
        return new DeploymentDecision(entries, answers, List.of(), then);
    }

    static List<DeploymentEffect> owedRevert(DeploymentState state, Instant now) {
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

    static List<WorkloadId> unreleased(DeploymentState state, SupervisorAnswers answers) {
        return state.open().stream()
                .filter(workload -> !answers.released().contains(workload))
                .toList();
    }
}

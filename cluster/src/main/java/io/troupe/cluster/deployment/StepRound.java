package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.SupervisorAnswers.Vote;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The rules while a plan runs: step by step, until all is done or another deployment has taken it over. */
final class StepRound {
    /** What refuses for so long what had its turn means it: longer than a message is on its way. */
    static final Duration REFUSED_FOR = Duration.ofSeconds(15);

    private StepRound() {}

    static DeploymentDecision progressWhileRunning(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        if (!state.open().contains(workload)) {
            return DeploymentDecision.only(answers, List.of());
        }
        var current = state.pending().stream()
                .filter(change -> change.workload().equals(workload))
                .toList();
        return switch (status) {
            case PREPARED ->
                DeploymentDecision.only(
                        answers.goingOn(workload),
                        Orders.begin(state.submitted().plan(), current));
            case RUNNING -> DeploymentDecision.only(answers.goingOn(workload), List.of(answer(state)));
            case FAILED -> answered(failed(state, answers, workload, now), state);
            // A supervisor forgets only what has ended, and a deleted workload forgets all.
            case COMPLETED, UNKNOWN ->
                current.isEmpty()
                        ? DeploymentDecision.only(answers, List.of())
                        : answered(completed(state, answers, workload, now), state);
            case CANCELLED -> givenBack(state, answers, workload, now);
            case SUPERSEDED -> answered(superseded(state, answers, workload, now), state);
        };
    }

    /**
     * Only we give our locks back, and not while we run: what was said while the deployment waited in line for another workload has come late. So it is
     * taken again.
     */
    private static DeploymentDecision givenBack(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var submission = state.submitted();
        return submission.queued()
                ? DeploymentDecision.only(
                        answers,
                        submission.plan().changes().stream()
                                .filter(change -> change.workload().equals(workload))
                                .map(change -> LockRound.prepare(submission, change))
                                .toList())
                : answered(superseded(state, answers, workload, now), state);
    }

    /**
     * What was taken again goes on; what cannot be any more is lost to whoever had it meanwhile. A refusal may be a late word from before the deployment had
     * its turn, so it counts if nothing else is heard for {@link #REFUSED_FOR}.
     */
    static DeploymentDecision votedAgain(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Vote vote, Instant now) {
        if (!state.submitted().queued() || !state.open().contains(workload)) {
            return DeploymentDecision.only(answers, List.of());
        }
        var current = state.pending().stream()
                .filter(change -> change.workload().equals(workload))
                .toList();
        return switch (vote) {
            case Vote.Locked locked ->
                DeploymentDecision.only(
                        answers.goingOn(workload),
                        Orders.begin(state.submitted().plan(), current));
            case Vote.Refused refused -> {
                // What a later step changes is asked again when that begins.
                var heard = current.isEmpty() ? answers : answers.refused(workload, now);
                var since = heard.refusedSince().getOrDefault(workload, now);
                yield now.isBefore(since.plus(REFUSED_FOR))
                        ? DeploymentDecision.only(heard, List.of())
                        : answered(superseded(state, heard, workload, now), state);
            }
        };
    }

    /** For those who still wait: what they wrote can be read from now on. */
    private static DeploymentEffect answer(DeploymentState state) {
        return new DeploymentEffect.AnswerSubmitters(Replies.accepted(state));
    }

    private static DeploymentDecision answered(DeploymentDecision decision, DeploymentState state) {
        return new DeploymentDecision(
                decision.entries(),
                decision.answers(),
                decision.first(),
                Stream.concat(Stream.of(answer(state)), decision.then().stream())
                        .toList());
    }

    private static DeploymentDecision completed(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var plan = state.submitted().plan();
        var entries = new ArrayList<DeploymentRecord>();
        entries.add(state.entry(
                now,
                "the change of " + workload + " is done",
                new DeploymentEvent.ChangesEnded(List.of(workload), RolloutOutcome.COMPLETED)));
        if (state.pending().size() > 1) {
            return new DeploymentDecision(entries, answers, List.of(), List.of());
        }
        for (var next = state.step() + 1; next < plan.steps().size(); next++) {
            entries.add(state.entry(now, "the step before is done", new DeploymentEvent.StepBegan(next)));
            var changes = state.pendingOf(plan, next);
            if (!changes.isEmpty()) {
                return new DeploymentDecision(entries, answers, List.of(), Orders.begin(plan, changes));
            }
        }
        entries.add(
                state.entry(now, "all steps are done", new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null)));
        return new DeploymentDecision(entries, answers, List.of(), List.of());
    }

    /** Undoes it all, unless nothing was there before to go back to: then the workload stays paused, and a person decides. */
    private static DeploymentDecision failed(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var id = state.submitted().plan().id();
        // The same again after a crash in between.
        var revert = DeploymentId.of(UUID.nameUUIDFromBytes(("undo " + id).getBytes(StandardCharsets.UTF_8))
                .toString());
        var undone = ReversePlanner.reverse(state, revert, now.truncatedTo(ChronoUnit.MILLIS));
        if (undone.isEmpty()
                || undone.get().groups().isEmpty()
                        && undone.get().changes().stream().allMatch(one -> one.change() instanceof Change.Delete)) {
            return DeploymentDecision.only(answers, List.of());
        }
        var entry = state.entry(
                now, "the change of " + workload + " has failed", new DeploymentEvent.RollbackBegan(workload, revert));
        return new DeploymentDecision(
                List.of(entry), answers, List.of(), StopRound.owed(state.apply(entry), answers, now));
    }

    private static DeploymentDecision superseded(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var entry = state.entry(
                now,
                "another deployment took " + workload,
                new DeploymentEvent.ChangesEnded(List.of(workload), RolloutOutcome.SUPERSEDED));
        var after = state.apply(entry);
        if (after.open().isEmpty()) {
            return StopRound.ended(after, List.of(entry), answers, now);
        }
        return new DeploymentDecision(
                List.of(entry), answers, List.of(), Orders.release(state.submitted(), after.open()));
    }
}

package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.DeploymentState.Submission;
import io.troupe.cluster.deployment.SupervisorAnswers.Vote;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Every rule of a deployment: all locks or none, then step by step, and always one outcome.
 *
 * <p>A lock is given back before the end is stored, so that no crash can leave one behind that nobody remembers.
 */
final class DeploymentDecisions {
    private DeploymentDecisions() {}

    static DeploymentDecision decide(
            DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
        return switch (input) {
            case DeploymentInput.Asked(DeploymentCommand.Submit submit) -> submit(state, answers, submit, now);
            case DeploymentInput.Asked(DeploymentCommand.LockFree free) ->
                state.phase() == DeploymentState.Phase.PREPARING
                        ? LockRound.askedAgain(state, answers)
                        : DeploymentDecision.only(answers, List.of());
            case DeploymentInput.Asked(DeploymentCommand.Cancel cancel) -> cancel(state, answers, cancel, now);
            case DeploymentInput.Asked(DeploymentCommand.RolloutNews news) ->
                progress(state, answers, news.workload(), news.status(), now);
            case DeploymentInput.Asked(DeploymentCommand.GroupsHeld held) ->
                DeploymentDecision.only(answers, groupsHeld(state, held.tenant()));
            case DeploymentInput.Asked(DeploymentCommand.Wake wake) ->
                DeploymentDecision.only(
                        answers,
                        List.of(new DeploymentEffect.AnswerSender(new DeploymentReply.Awake(
                                switch (state.phase()) {
                                    case UNKNOWN, ENDED -> true;
                                    case PREPARING, REGROUPING, RUNNING, STOPPING -> false;
                                }))));
            case DeploymentInput.Answered(WorkloadReply.Prepared prepared) ->
                vote(state, answers, prepared.workload(), new Vote.Locked(prepared.before(), prepared.begun()), now);
            case DeploymentInput.Answered(WorkloadReply.Refused refused) ->
                vote(state, answers, refused.workload(), new Vote.Refused(refused.problem()), now);
            case DeploymentInput.Answered(WorkloadReply.Waiting waiting) ->
                // A word from before the lock was given comes too late.
                state.phase() == DeploymentState.Phase.PREPARING
                                && !answers.votes().containsKey(waiting.workload())
                        ? LockRound.waiting(state, answers, waiting.workload())
                        : DeploymentDecision.only(answers, List.of());
            case DeploymentInput.Answered(WorkloadReply.Progress progress) ->
                progress(state, answers, progress.workload(), progress.status(), now);
            case DeploymentInput.Answered(WorkloadReply.Killing killing) -> DeploymentDecision.only(answers, List.of());
            case DeploymentInput.Answered(WorkloadReply.Done done) -> DeploymentDecision.only(answers, List.of());
            case DeploymentInput.GroupsAnswered(GroupReply reply) -> groupsAnswered(state, answers, reply, now);
            case DeploymentInput.RevertAnswered(DeploymentReply reply) ->
                StopRound.reverted(state, answers, reply, now);
            case DeploymentInput.Ticked ticked -> ticked(state, answers, now);
        };
    }

    /** What is still owed after a recovery. */
    static List<DeploymentEffect> resume(DeploymentState state, Instant now) {
        return owed(state, SupervisorAnswers.NONE, now);
    }

    private static DeploymentDecision ticked(DeploymentState state, SupervisorAnswers answers, Instant now) {
        if (state.phase() == DeploymentState.Phase.PREPARING) {
            return LockRound.askedAgain(state, answers);
        }
        var owed = owed(state, answers, now);
        return state.phase() == DeploymentState.Phase.STOPPING && owed.isEmpty()
                ? StopRound.stopped(state, answers, now)
                : DeploymentDecision.only(answers, owed);
    }

    private static List<DeploymentEffect> owed(DeploymentState state, SupervisorAnswers answers, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> List.of(new DeploymentEffect.Rest());
            case PREPARING -> LockRound.owedLocks(state.submitted(), answers);
            case REGROUPING -> LockRound.owedGroups(state, answers);
            case RUNNING -> Orders.begin(state.submitted().plan(), state.pending());
            case STOPPING -> StopRound.owed(state, answers, now);
            case ENDED -> List.of(new DeploymentEffect.Retire());
        };
    }

    private static DeploymentDecision submit(
            DeploymentState state, SupervisorAnswers answers, DeploymentCommand.Submit submit, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> {
                var cause = Orders.of(submit.cause(), submit.plan().id());
                var entry = new DeploymentRecord(
                        now, cause, new DeploymentEvent.Submitted(submit.plan(), submit.force(), submit.queue()));
                yield new DeploymentDecision(
                        List.of(entry),
                        SupervisorAnswers.NONE,
                        List.of(),
                        LockRound.owedLocks(
                                new Submission(submit.plan(), submit.force(), submit.queue(), cause),
                                SupervisorAnswers.NONE));
            }
            case PREPARING, REGROUPING -> DeploymentDecision.only(answers, List.of());
            case RUNNING -> DeploymentDecision.only(answers, askedAgain(state));
            case STOPPING ->
                DeploymentDecision.only(
                        answers, List.of(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state))));
            case ENDED ->
                DeploymentDecision.only(answers, List.of(new DeploymentEffect.AnswerSubmitters(Replies.late(state))));
        };
    }

    /** One supervisor alone says whether it has begun: its answer answers who submitted. */
    private static List<DeploymentEffect> askedAgain(DeploymentState state) {
        var plan = state.submitted().plan();
        return LockRound.alone(plan) && !state.pending().isEmpty()
                ? Orders.begin(plan, state.pending())
                : List.of(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state)));
    }

    private static DeploymentDecision vote(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Vote vote, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN, REGROUPING -> DeploymentDecision.only(answers, List.of());
            case PREPARING -> LockRound.heard(state, answers, answers.voted(workload, vote), now);
            case RUNNING -> StepRound.votedAgain(state, answers, workload, vote, now);
            // A lock that came too late must not stay.
            case STOPPING ->
                DeploymentDecision.only(
                        answers,
                        state.originals() == null && vote instanceof Vote.Locked
                                ? Orders.release(state.submitted(), List.of(workload))
                                : List.of());
            case ENDED ->
                DeploymentDecision.only(
                        answers,
                        vote instanceof Vote.Locked ? Orders.release(state.submitted(), List.of(workload)) : List.of());
        };
    }

    private static DeploymentDecision groupsAnswered(
            DeploymentState state, SupervisorAnswers answers, GroupReply reply, Instant now) {
        return switch (reply) {
            case GroupReply.Prepared(TreePath tenant, GroupChange undo) ->
                groupsVoted(state, answers, tenant, new GroupAnswers.Vote.Prepared(undo), now);
            case GroupReply.Refused(TreePath tenant, Problem problem) ->
                groupsVoted(state, answers, tenant, new GroupAnswers.Vote.Refused(problem), now);
            case GroupReply.Released(TreePath tenant) ->
                state.phase() == DeploymentState.Phase.PREPARING && LockRound.decided(state.submitted(), answers)
                        ? LockRound.releasing(
                                state, answers.with(answers.groups().releasedBy(tenant)), now)
                        : DeploymentDecision.only(answers, List.of());
            case GroupReply.Applied(TreePath tenant) ->
                state.phase() == DeploymentState.Phase.REGROUPING
                        ? LockRound.regrouping(
                                state, answers.with(answers.groups().appliedBy(tenant)), now)
                        : DeploymentDecision.only(answers, List.of());
            case GroupReply.Awake awake -> DeploymentDecision.only(answers, List.of());
        };
    }

    private static DeploymentDecision groupsVoted(
            DeploymentState state, SupervisorAnswers answers, TreePath tenant, GroupAnswers.Vote vote, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN, REGROUPING, RUNNING, STOPPING -> DeploymentDecision.only(answers, List.of());
            case PREPARING ->
                state.submitted().queued()
                                && vote instanceof GroupAnswers.Vote.Refused(Problem problem)
                                && passes(state, tenant, problem)
                        // Asked again soon: others hold groups for a moment only.
                        ? DeploymentDecision.only(answers, List.of())
                        : LockRound.heard(
                                state, answers, answers.with(answers.groups().voted(tenant, vote)), now);
            // What was prepared too late must not stay so; after a success the supervisor has nothing prepared.
            case ENDED ->
                DeploymentDecision.only(
                        answers,
                        vote instanceof GroupAnswers.Vote.Prepared
                                ? List.of(Orders.releaseGroups(
                                        state.submitted().plan().id(), tenant))
                                : List.of());
        };
    }

    /** Whether groups are refused for being changed at this moment, not for what is asked of them. */
    private static boolean passes(DeploymentState state, TreePath tenant, Problem problem) {
        return problem.code() == ProblemCode.LOCKED
                || problem.code() == ProblemCode.STALE
                        && state.submitted().plan().groups().stream()
                                .anyMatch(change -> change.tenant().equals(tenant) && change.basedOn() == null);
    }

    /** Before the first step it asks for what it needs by itself; from then on there is nothing left to prepare. */
    private static List<DeploymentEffect> groupsHeld(DeploymentState state, TreePath tenant) {
        return switch (state.phase()) {
            case UNKNOWN, PREPARING, REGROUPING -> List.of();
            case RUNNING, STOPPING, ENDED ->
                List.of(Orders.releaseGroups(state.submitted().plan().id(), tenant));
        };
    }

    private static DeploymentDecision progress(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> DeploymentDecision.only(answers, List.of());
            case PREPARING -> LockRound.progressWhilePreparing(state, answers, workload, status, now);
            // Read again by Begin.
            case REGROUPING -> DeploymentDecision.only(answers, List.of());
            case RUNNING -> StepRound.progressWhileRunning(state, answers, workload, status, now);
            case STOPPING ->
                Orders.released(status)
                        ? StopRound.stopped(state, answers.released(workload), now)
                        : DeploymentDecision.only(answers, List.of());
            case ENDED ->
                DeploymentDecision.only(
                        answers,
                        Orders.released(status) ? List.of() : Orders.release(state.submitted(), List.of(workload)));
        };
    }

    private static DeploymentDecision cancel(
            DeploymentState state, SupervisorAnswers answers, DeploymentCommand.Cancel cancel, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN ->
                DeploymentDecision.only(
                        answers,
                        List.of(new DeploymentEffect.AnswerCancellers(new DeploymentReply.Refused(
                                Problem.of(ProblemCode.NOT_FOUND, "there is no such deployment")))));
            case PREPARING ->
                state.submitted().queued()
                        ? cancelWaiting(state, cancel, now)
                        : DeploymentDecision.only(answers.cancelling(cancel), List.of());
            case REGROUPING -> DeploymentDecision.only(answers.cancelling(cancel), List.of());
            case RUNNING -> {
                var submission = state.submitted();
                var entry = new DeploymentRecord(
                        now,
                        Orders.of(cancel.cause(), submission.plan().id()),
                        new DeploymentEvent.CancelRequested(cancel.revert()));
                var then = new ArrayList<>(StopRound.owed(state.apply(entry), answers, now));
                then.addFirst(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state)));
                yield new DeploymentDecision(List.of(entry), answers, List.of(), then);
            }
            case STOPPING -> DeploymentDecision.only(answers, owed(state, answers, now));
            case ENDED ->
                DeploymentDecision.only(
                        answers, List.of(new DeploymentEffect.AnswerCancellers(Replies.cancelled(state))));
        };
    }

    /** Who waits in line holds nothing for long, and need not wait for its turn to be cancelled. */
    private static DeploymentDecision cancelWaiting(
            DeploymentState state, DeploymentCommand.Cancel cancel, Instant now) {
        var plan = state.submitted().plan();
        var entry = new DeploymentRecord(
                now, Orders.of(cancel.cause(), plan.id()), new DeploymentEvent.CancelRequested(cancel.revert()));
        var then = new ArrayList<DeploymentEffect>();
        then.add(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state)));
        plan.tenants().forEach(tenant -> then.add(Orders.releaseGroups(plan.id(), tenant)));
        then.addAll(StopRound.owed(state.apply(entry), SupervisorAnswers.NONE, now));
        return new DeploymentDecision(List.of(entry), SupervisorAnswers.NONE, List.of(), then);
    }
}

package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.DeploymentState.Submission;
import io.troupe.cluster.deployment.SupervisorAnswers.Vote;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentEvent.OriginalOf;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
            case DeploymentInput.Asked(DeploymentCommand.Cancel cancel) -> cancel(state, answers, cancel, now);
            case DeploymentInput.Asked(DeploymentCommand.RolloutNews news) ->
                progress(state, answers, news.workload(), news.status(), now);
            case DeploymentInput.Asked(DeploymentCommand.Wake wake) ->
                DeploymentDecision.only(
                        answers,
                        List.of(new DeploymentEffect.AnswerSender(new DeploymentReply.Awake(
                                switch (state.phase()) {
                                    case UNKNOWN, ENDED -> true;
                                    case PREPARING, REGROUPING, RUNNING, STOPPING -> false;
                                }))));
            case DeploymentInput.Answered(WorkloadReply.Prepared prepared) ->
                vote(state, answers, prepared.workload(), new Vote.Locked(prepared.before()), now);
            case DeploymentInput.Answered(WorkloadReply.Refused refused) ->
                vote(state, answers, refused.workload(), new Vote.Refused(refused.problem()), now);
            case DeploymentInput.Answered(WorkloadReply.Progress progress) ->
                progress(state, answers, progress.workload(), progress.status(), now);
            case DeploymentInput.Answered(WorkloadReply.Killing killing) -> DeploymentDecision.only(answers, List.of());
            case DeploymentInput.Answered(WorkloadReply.Done done) -> DeploymentDecision.only(answers, List.of());
            case DeploymentInput.GroupsAnswered(GroupReply reply) -> groupsAnswered(state, answers, reply, now);
            case DeploymentInput.RevertAnswered(DeploymentReply reply) -> reverted(state, answers, reply, now);
            case DeploymentInput.Ticked ticked -> ticked(state, answers, now);
        };
    }

    /** What is still owed after a recovery. */
    static List<DeploymentEffect> resume(DeploymentState state, Instant now) {
        return owed(state, SupervisorAnswers.NONE, now);
    }

    private static DeploymentDecision ticked(DeploymentState state, SupervisorAnswers answers, Instant now) {
        return state.phase() == DeploymentState.Phase.STOPPING && answers.releasedAll(state.open())
                ? stopped(state, answers, now)
                : DeploymentDecision.only(answers, owed(state, answers, now));
    }

    private static List<DeploymentEffect> owed(DeploymentState state, SupervisorAnswers answers, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> List.of(new DeploymentEffect.Rest());
            case PREPARING -> owedLocks(submission(state), answers);
            case REGROUPING -> owedGroups(state, answers);
            case RUNNING -> begin(submission(state).plan(), state.pending());
            case STOPPING -> {
                var releases = release(state, unreleased(state, answers));
                yield releases.isEmpty() ? owedRevert(state, now) : releases;
            }
            case ENDED -> List.of(new DeploymentEffect.Retire());
        };
    }

    private static List<DeploymentEffect> owedLocks(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        if (answers.votedAll(plan)) {
            return releaseAll(submission, answers);
        }
        var begin = alone(plan);
        return Stream.<DeploymentEffect>concat(
                        plan.changes().stream()
                                .filter(change -> !answers.votes().containsKey(change.workload()))
                                .map(change -> new DeploymentEffect.TellWorkload(
                                        change.workload(),
                                        new WorkloadCommand.Prepare(
                                                plan.id(),
                                                plan.version(),
                                                change.change(),
                                                submission.force(),
                                                begin,
                                                submission.cause()))),
                        plan.groups().stream()
                                .filter(change -> !answers.groups().votes().containsKey(change.tenant()))
                                .map(change -> new DeploymentEffect.TellGroups(
                                        change.tenant(),
                                        new GroupCommand.Prepare(
                                                plan.id(), plan.version(), change, submission.cause()))))
                .toList();
    }

    /** Whether one supervisor decides it all, so that it need not be asked to prepare first. */
    private static boolean alone(DeploymentPlan plan) {
        return plan.workloads().size() == 1 && plan.groups().isEmpty();
    }

    /** Gives back what was taken for a plan that was refused. */
    private static List<DeploymentEffect> releaseAll(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        var effects = new ArrayList<>(release(
                submission,
                plan.workloads().stream()
                        .filter(workload -> !answers.released().contains(workload))
                        .toList()));
        plan.tenants().stream()
                .filter(tenant -> !answers.groups().released().contains(tenant))
                .map(tenant -> releaseGroups(plan.id(), tenant))
                .forEach(effects::add);
        return effects;
    }

    private static DeploymentEffect releaseGroups(DeploymentId id, TreePath tenant) {
        return new DeploymentEffect.TellGroups(
                tenant,
                new GroupCommand.Release(id, new Cause("coordinator", "deployment " + id + " does not go on", id)));
    }

    private static List<DeploymentEffect> owedGroups(DeploymentState state, SupervisorAnswers answers) {
        var submission = submission(state);
        return submission.plan().tenants().stream()
                .filter(tenant -> !answers.groups().applied().contains(tenant))
                .<DeploymentEffect>map(tenant -> new DeploymentEffect.TellGroups(
                        tenant, new GroupCommand.Apply(submission.plan().id(), submission.cause())))
                .toList();
    }

    private static DeploymentDecision submit(
            DeploymentState state, SupervisorAnswers answers, DeploymentCommand.Submit submit, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> {
                var cause = of(submit.cause(), submit.plan().id());
                var entry =
                        new DeploymentRecord(now, cause, new DeploymentEvent.Submitted(submit.plan(), submit.force()));
                yield new DeploymentDecision(
                        List.of(entry),
                        SupervisorAnswers.NONE,
                        List.of(),
                        owedLocks(new Submission(submit.plan(), submit.force(), cause), SupervisorAnswers.NONE));
            }
            case PREPARING, REGROUPING -> DeploymentDecision.only(answers, List.of());
            case RUNNING, STOPPING ->
                DeploymentDecision.only(answers, List.of(new DeploymentEffect.AnswerSubmitters(accepted(state))));
            case ENDED -> DeploymentDecision.only(answers, List.of(new DeploymentEffect.AnswerSubmitters(late(state))));
        };
    }

    private static DeploymentReply late(DeploymentState state) {
        var end = Objects.requireNonNull(state.end());
        return end.outcome() == DeploymentOutcome.REFUSED && end.problem() != null
                ? new DeploymentReply.Refused(end.problem())
                : accepted(state);
    }

    private static DeploymentReply accepted(DeploymentState state) {
        var plan = submission(state).plan();
        return new DeploymentReply.Accepted(plan.id(), plan.version());
    }

    private static DeploymentDecision vote(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Vote vote, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN, REGROUPING, RUNNING, STOPPING -> DeploymentDecision.only(answers, List.of());
            case PREPARING -> heard(state, answers.voted(workload, vote), now);
            // A lock that came too late must not stay.
            case ENDED ->
                DeploymentDecision.only(
                        answers,
                        vote instanceof Vote.Locked ? release(submission(state), List.of(workload)) : List.of());
        };
    }

    private static DeploymentDecision heard(DeploymentState state, SupervisorAnswers heard, Instant now) {
        return heard.votedAll(submission(state).plan())
                ? voted(state, heard, now)
                : DeploymentDecision.only(heard, List.of());
    }

    private static DeploymentDecision groupsAnswered(
            DeploymentState state, SupervisorAnswers answers, GroupReply reply, Instant now) {
        return switch (reply) {
            case GroupReply.Prepared(TreePath tenant, GroupChange undo) ->
                groupsVoted(state, answers, tenant, new GroupAnswers.Vote.Prepared(undo), now);
            case GroupReply.Refused(TreePath tenant, Problem problem) ->
                groupsVoted(state, answers, tenant, new GroupAnswers.Vote.Refused(problem), now);
            case GroupReply.Released(TreePath tenant) ->
                state.phase() == DeploymentState.Phase.PREPARING
                                && answers.votedAll(submission(state).plan())
                        ? releasing(state, answers.with(answers.groups().releasedBy(tenant)), now)
                        : DeploymentDecision.only(answers, List.of());
            case GroupReply.Applied(TreePath tenant) ->
                state.phase() == DeploymentState.Phase.REGROUPING
                        ? regrouping(state, answers.with(answers.groups().appliedBy(tenant)), now)
                        : DeploymentDecision.only(answers, List.of());
            case GroupReply.Awake awake -> DeploymentDecision.only(answers, List.of());
        };
    }

    private static DeploymentDecision groupsVoted(
            DeploymentState state, SupervisorAnswers answers, TreePath tenant, GroupAnswers.Vote vote, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN, REGROUPING, RUNNING, STOPPING -> DeploymentDecision.only(answers, List.of());
            case PREPARING -> heard(state, answers.with(answers.groups().voted(tenant, vote)), now);
            // What was prepared too late must not stay so; after a success the supervisor has nothing prepared.
            case ENDED ->
                DeploymentDecision.only(
                        answers,
                        vote instanceof GroupAnswers.Vote.Prepared
                                ? List.of(releaseGroups(submission(state).plan().id(), tenant))
                                : List.of());
        };
    }

    private static DeploymentDecision releasing(DeploymentState state, SupervisorAnswers heard, Instant now) {
        return heard.releasedAll(submission(state).plan())
                ? voted(state, heard, now)
                : DeploymentDecision.only(heard, List.of());
    }

    /** Who submitted it is answered once its groups can be read as they are now. */
    private static DeploymentDecision regrouping(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var plan = submission(state).plan();
        if (!answers.groups().applied().containsAll(plan.tenants())) {
            return DeploymentDecision.only(answers, List.of());
        }
        var entries = new ArrayList<DeploymentRecord>();
        var then = new ArrayList<DeploymentEffect>();
        then.add(new DeploymentEffect.AnswerSubmitters(accepted(state)));
        if (plan.steps().isEmpty()) {
            entries.add(entry(
                    state,
                    now,
                    "its groups are changed",
                    new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null)));
            if (answers.cancel() != null) {
                then.add(new DeploymentEffect.AnswerCancellers(notRunning(submission(state))));
            }
        } else {
            entries.add(entry(state, now, "it begins", new DeploymentEvent.StepBegan(0)));
            then.addAll(first(state, answers, entries, now));
        }
        return new DeploymentDecision(entries, SupervisorAnswers.NONE, List.of(), then);
    }

    private static DeploymentDecision voted(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var submission = submission(state);
        var plan = submission.plan();
        var refusals = answers.refusals(plan);
        if (refusals.isEmpty()) {
            return accept(state, answers, now);
        }
        return alone(plan) || answers.releasedAll(plan)
                ? refuse(state, answers, problem(refusals), now)
                : DeploymentDecision.only(answers, owedLocks(submission, answers));
    }

    private static DeploymentDecision accept(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var submission = submission(state);
        var plan = submission.plan();
        var originals = plan.workloads().stream()
                .map(workload -> new OriginalOf(
                        workload, answers.votes().get(workload) instanceof Vote.Locked locked ? locked.before() : null))
                .toList();
        var entries = new ArrayList<DeploymentRecord>();
        entries.add(entry(
                state,
                now,
                "all locks are held",
                new DeploymentEvent.Accepted(originals, answers.groups().undo(plan.tenants()))));
        if (!plan.groups().isEmpty()) {
            return new DeploymentDecision(entries, answers, List.of(), owedGroups(state, answers));
        }
        entries.add(entry(state, now, "it begins", new DeploymentEvent.StepBegan(0)));
        var answer = new DeploymentEffect.AnswerSubmitters(new DeploymentReply.Accepted(plan.id(), plan.version()));
        var then = first(state, answers, entries, now);
        // One workload: its supervisor has stored the change and begun, and would say so again after a crash.
        if (alone(plan)) {
            return new DeploymentDecision(entries, SupervisorAnswers.NONE, List.of(answer), then);
        }
        then.addFirst(answer);
        return new DeploymentDecision(entries, SupervisorAnswers.NONE, List.of(), then);
    }

    /** What the first step begins with, unless it was cancelled meanwhile. */
    private static List<DeploymentEffect> first(
            DeploymentState state, SupervisorAnswers answers, List<DeploymentRecord> entries, Instant now) {
        var submission = submission(state);
        var plan = submission.plan();
        var cancel = answers.cancel();
        if (cancel == null) {
            return new ArrayList<>(begin(plan, plan.steps().getFirst().changes()));
        }
        entries.add(new DeploymentRecord(
                now, of(cancel.cause(), plan.id()), new DeploymentEvent.CancelRequested(cancel.revert())));
        return new ArrayList<>(release(submission, plan.workloads()));
    }

    private static DeploymentDecision refuse(
            DeploymentState state, SupervisorAnswers answers, Problem problem, Instant now) {
        var then = new ArrayList<DeploymentEffect>();
        then.add(new DeploymentEffect.AnswerSubmitters(new DeploymentReply.Refused(problem)));
        if (answers.cancel() != null) {
            then.add(new DeploymentEffect.AnswerCancellers(notRunning(submission(state))));
        }
        return new DeploymentDecision(
                List.of(entry(
                        state, now, problem.message(), new DeploymentEvent.Ended(DeploymentOutcome.REFUSED, problem))),
                SupervisorAnswers.NONE,
                List.of(),
                then);
    }

    /** The first one, and with locks all who hold one. */
    private static Problem problem(List<Problem> refusals) {
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

    private static DeploymentDecision progress(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN -> DeploymentDecision.only(answers, List.of());
            case PREPARING -> progressWhilePreparing(state, answers, workload, status, now);
            // Read again by Begin.
            case REGROUPING -> DeploymentDecision.only(answers, List.of());
            case RUNNING -> progressWhileRunning(state, answers, workload, status, now);
            case STOPPING ->
                released(status)
                        ? stopped(state, answers.released(workload), now)
                        : DeploymentDecision.only(answers, List.of());
            case ENDED ->
                DeploymentDecision.only(
                        answers, released(status) ? List.of() : release(submission(state), List.of(workload)));
        };
    }

    /** Answers count here only once locks are given back; news are read again by Begin once all locks are held. */
    private static DeploymentDecision progressWhilePreparing(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        return released(status) && answers.votedAll(submission(state).plan())
                ? releasing(state, answers.released(workload), now)
                : DeploymentDecision.only(answers, List.of());
    }

    private static DeploymentDecision progressWhileRunning(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        if (!state.open().contains(workload)) {
            return DeploymentDecision.only(answers, List.of());
        }
        var current = state.pending().stream()
                .filter(change -> change.workload().equals(workload))
                .toList();
        return switch (status) {
            case PREPARED ->
                DeploymentDecision.only(answers, begin(submission(state).plan(), current));
            case RUNNING -> DeploymentDecision.only(answers, List.of());
            // A supervisor forgets only what has ended, and a deleted workload forgets all.
            case COMPLETED, UNKNOWN ->
                current.isEmpty()
                        ? DeploymentDecision.only(answers, List.of())
                        : completed(state, answers, workload, now);
            case CANCELLED, SUPERSEDED -> superseded(state, answers, workload, now);
        };
    }

    private static DeploymentDecision completed(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var plan = submission(state).plan();
        var entries = new ArrayList<DeploymentRecord>();
        entries.add(entry(
                state,
                now,
                "the change of " + workload + " is done",
                new DeploymentEvent.ChangesEnded(List.of(workload), RolloutOutcome.COMPLETED)));
        if (state.pending().size() > 1) {
            return new DeploymentDecision(entries, answers, List.of(), List.of());
        }
        for (var next = state.step() + 1; next < plan.steps().size(); next++) {
            entries.add(entry(state, now, "the step before is done", new DeploymentEvent.StepBegan(next)));
            var changes = state.pendingOf(plan, next);
            if (!changes.isEmpty()) {
                return new DeploymentDecision(entries, answers, List.of(), begin(plan, changes));
            }
        }
        entries.add(
                entry(state, now, "all steps are done", new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null)));
        return new DeploymentDecision(entries, answers, List.of(), List.of());
    }

    private static DeploymentDecision superseded(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, Instant now) {
        var entry = entry(
                state,
                now,
                "another deployment took " + workload,
                new DeploymentEvent.ChangesEnded(List.of(workload), RolloutOutcome.SUPERSEDED));
        var after = state.apply(entry);
        if (after.open().isEmpty()) {
            return ended(after, List.of(entry), answers, List.of(), now);
        }
        return new DeploymentDecision(List.of(entry), answers, List.of(), release(submission(state), after.open()));
    }

    private static DeploymentDecision stopped(DeploymentState state, SupervisorAnswers answers, Instant now) {
        if (!answers.releasedAll(state.open())) {
            return DeploymentDecision.only(answers, List.of());
        }
        var revert = owedRevert(state, now);
        return revert.isEmpty()
                ? ended(state, List.of(), answers, List.of(), now)
                : DeploymentDecision.only(answers, revert);
    }

    private static DeploymentDecision reverted(
            DeploymentState state, SupervisorAnswers answers, DeploymentReply reply, Instant now) {
        if (state.phase() != DeploymentState.Phase.STOPPING || state.cancel() == null) {
            return DeploymentDecision.only(answers, List.of());
        }
        var id = submission(state).plan().id();
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
    private static DeploymentDecision ended(
            DeploymentState state,
            List<DeploymentRecord> before,
            SupervisorAnswers answers,
            List<DeploymentEffect> answer,
            Instant now) {
        var plan = submission(state).plan();
        var outcome = state.cancel() == null ? DeploymentOutcome.SUPERSEDED : DeploymentOutcome.CANCELLED;
        var entries = new ArrayList<>(before);
        if (!state.open().isEmpty()) {
            entries.add(entry(
                    state,
                    now,
                    "the locks are given back",
                    new DeploymentEvent.ChangesEnded(state.open(), RolloutOutcome.CANCELLED)));
        }
        entries.add(entry(state, now, "it was stopped", new DeploymentEvent.Ended(outcome, null)));
        var then = new ArrayList<DeploymentEffect>(answer);
        if (answer.isEmpty()) {
            then.add(new DeploymentEffect.AnswerCancellers(
                    new DeploymentReply.Cancelled(plan.id(), null, plan.version())));
        }
        return new DeploymentDecision(entries, answers, List.of(), then);
    }

    private static DeploymentDecision cancel(
            DeploymentState state, SupervisorAnswers answers, DeploymentCommand.Cancel cancel, Instant now) {
        return switch (state.phase()) {
            case UNKNOWN ->
                DeploymentDecision.only(
                        answers,
                        List.of(new DeploymentEffect.AnswerCancellers(new DeploymentReply.Refused(
                                Problem.of(ProblemCode.NOT_FOUND, "there is no such deployment")))));
            case PREPARING, REGROUPING -> DeploymentDecision.only(answers.cancelling(cancel), List.of());
            case RUNNING -> {
                var submission = submission(state);
                var entry = new DeploymentRecord(
                        now,
                        of(cancel.cause(), submission.plan().id()),
                        new DeploymentEvent.CancelRequested(cancel.revert()));
                yield new DeploymentDecision(List.of(entry), answers, List.of(), release(submission, state.open()));
            }
            case STOPPING -> DeploymentDecision.only(answers, owed(state, answers, now));
            case ENDED ->
                DeploymentDecision.only(answers, List.of(new DeploymentEffect.AnswerCancellers(cancelled(state))));
        };
    }

    private static DeploymentReply cancelled(DeploymentState state) {
        var submission = submission(state);
        var cancel = state.cancel();
        return cancel == null
                ? notRunning(submission)
                : new DeploymentReply.Cancelled(
                        submission.plan().id(),
                        cancel.revert(),
                        submission.plan().version());
    }

    private static DeploymentReply notRunning(Submission submission) {
        return new DeploymentReply.Refused(Problem.of(
                ProblemCode.NOT_FOUND, "deployment " + submission.plan().id() + " does not run any more"));
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
                                "undoes deployment " + submission(state).plan().id(),
                                plan.id()))))
                .orElse(List.of());
    }

    private static List<WorkloadId> unreleased(DeploymentState state, SupervisorAnswers answers) {
        return state.open().stream()
                .filter(workload -> !answers.released().contains(workload))
                .toList();
    }

    private static List<DeploymentEffect> begin(DeploymentPlan plan, List<WorkloadChange> changes) {
        return changes.stream()
                .<DeploymentEffect>map(change -> new DeploymentEffect.TellWorkload(
                        change.workload(), new WorkloadCommand.Begin(plan.id(), plan.version())))
                .toList();
    }

    private static List<DeploymentEffect> release(DeploymentState state, List<WorkloadId> workloads) {
        return release(submission(state), workloads);
    }

    private static List<DeploymentEffect> release(Submission submission, List<WorkloadId> workloads) {
        var id = submission.plan().id();
        return workloads.stream()
                .<DeploymentEffect>map(workload -> new DeploymentEffect.TellWorkload(
                        workload,
                        new WorkloadCommand.Release(
                                id, new Cause("coordinator", "deployment " + id + " does not go on", id))))
                .toList();
    }

    /** Whether the supervisor surely does not hold the lock for us. */
    private static boolean released(RolloutStatus status) {
        return switch (status) {
            case PREPARED, RUNNING -> false;
            case COMPLETED, CANCELLED, SUPERSEDED, UNKNOWN -> true;
        };
    }

    private static DeploymentRecord entry(DeploymentState state, Instant now, String reason, DeploymentEvent event) {
        return new DeploymentRecord(
                now, new Cause("coordinator", reason, submission(state).plan().id()), event);
    }

    private static Cause of(Cause cause, @Nullable DeploymentId deployment) {
        return new Cause(cause.who(), cause.reason(), deployment);
    }

    private static Submission submission(DeploymentState state) {
        return Objects.requireNonNull(state.submission());
    }
}

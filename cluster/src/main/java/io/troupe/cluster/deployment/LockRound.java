package io.troupe.cluster.deployment;

import io.troupe.cluster.deployment.DeploymentState.Submission;
import io.troupe.cluster.deployment.SupervisorAnswers.Vote;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentEvent.OriginalOf;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules while locks are taken and groups are changed: all or none, and no lock of a refused plan stays behind. */
final class LockRound {
    private LockRound() {}

    /**
     * Whether all have said enough. Who waits in line asks the groups last, once all locks are held: groups let nobody in while they are held, and what
     * waits must not hold them.
     */
    static boolean decided(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        return answers.votedAll(plan)
                || submission.queued()
                        && answers.votedAll(plan.workloads())
                        && !answers.refusals(plan).isEmpty();
    }

    static List<DeploymentEffect> owedLocks(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        if (decided(submission, answers)) {
            return releaseAll(submission, answers);
        }
        var locks = plan.changes().stream()
                .filter(change -> !answers.votes().containsKey(change.workload()))
                .filter(change -> answers.behind() == null || change.workload().equals(answers.behind()))
                .map(change -> prepare(submission, change));
        return submission.queued() && !answers.votedAll(plan.workloads())
                ? locks.toList()
                : Stream.concat(locks, owedPreparations(submission, answers)).toList();
    }

    /** Asks again for what is not answered. Who waits in line also asks those who refused: what they miss may be made by who is first. */
    static DeploymentDecision askedAgain(DeploymentState state, SupervisorAnswers answers) {
        var submission = state.submitted();
        var fresh = submission.queued() && !decided(submission, answers) ? answers.withoutRefusals() : answers;
        return DeploymentDecision.only(fresh, owedLocks(submission, fresh));
    }

    private static Stream<DeploymentEffect> owedPreparations(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        return plan.groups().stream()
                .filter(change -> !answers.groups().votes().containsKey(change.tenant()))
                .map(change -> new DeploymentEffect.TellGroups(
                        change.tenant(),
                        new GroupCommand.Prepare(plan.id(), plan.version(), change, submission.cause())));
    }

    /** Who waits in line may be cancelled meanwhile, so it begins only at the coordinator's word. */
    static DeploymentEffect prepare(Submission submission, WorkloadChange change) {
        var plan = submission.plan();
        return new DeploymentEffect.TellWorkload(
                change.workload(),
                new WorkloadCommand.Prepare(
                        plan.id(),
                        plan.version(),
                        change.change(),
                        submission.force(),
                        alone(plan) && !submission.queued(),
                        submission.queued(),
                        submission.cause()));
    }

    /**
     * Another is first: what was taken is given back, so that nobody waits for who waits. That workload alone is asked for again later, so that waiting
     * writes nothing into the journals of the others; then they are.
     */
    static DeploymentDecision waiting(DeploymentState state, SupervisorAnswers answers, WorkloadId at) {
        var submission = state.submitted();
        var effects = new ArrayList<DeploymentEffect>();
        effects.add(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state)));
        effects.addAll(Orders.release(
                submission,
                submission.plan().workloads().stream()
                        .filter(workload -> answers.votes().get(workload) instanceof Vote.Locked)
                        .toList()));
        return DeploymentDecision.only(answers.withoutVotes(at), effects);
    }

    /** Whether one supervisor decides it all, so that it need not be asked to prepare first. */
    static boolean alone(DeploymentPlan plan) {
        return plan.workloads().size() == 1 && plan.groups().isEmpty();
    }

    /** Gives back what was taken for a plan that was refused. */
    private static List<DeploymentEffect> releaseAll(Submission submission, SupervisorAnswers answers) {
        var plan = submission.plan();
        var effects = new ArrayList<>(Orders.release(
                submission,
                plan.workloads().stream()
                        .filter(workload -> !answers.released().contains(workload))
                        .toList()));
        plan.tenants().stream()
                .filter(tenant -> !answers.groups().released().contains(tenant))
                .map(tenant -> Orders.releaseGroups(plan.id(), tenant))
                .forEach(effects::add);
        return effects;
    }

    static List<DeploymentEffect> owedGroups(DeploymentState state, SupervisorAnswers answers) {
        var submission = state.submitted();
        return submission.plan().tenants().stream()
                .filter(tenant -> !answers.groups().applied().contains(tenant))
                .<DeploymentEffect>map(tenant -> new DeploymentEffect.TellGroups(
                        tenant, new GroupCommand.Apply(submission.plan().id(), submission.cause())))
                .toList();
    }

    static DeploymentDecision heard(
            DeploymentState state, SupervisorAnswers before, SupervisorAnswers heard, Instant now) {
        var submission = state.submitted();
        if (decided(submission, heard)) {
            return voted(state, heard, now);
        }
        if (before.behind() != null && heard.behind() == null) {
            return DeploymentDecision.only(heard, owedLocks(submission, heard));
        }
        boolean lockedAll =
                submission.queued() && heard.votedAll(submission.plan().workloads());
        return DeploymentDecision.only(
                heard, lockedAll ? owedPreparations(submission, heard).toList() : List.of());
    }

    static DeploymentDecision releasing(DeploymentState state, SupervisorAnswers heard, Instant now) {
        return heard.releasedAll(state.submitted().plan())
                ? voted(state, heard, now)
                : DeploymentDecision.only(heard, List.of());
    }

    private static DeploymentDecision voted(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var submission = state.submitted();
        var plan = submission.plan();
        var refusals = answers.refusals(plan);
        if (refusals.isEmpty()) {
            return accept(state, answers, now);
        }
        return alone(plan) || answers.releasedAll(plan)
                ? refuse(state, answers, Replies.problem(refusals), now)
                : DeploymentDecision.only(answers, owedLocks(submission, answers));
    }

    private static DeploymentDecision accept(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var submission = state.submitted();
        var plan = submission.plan();
        var originals = plan.workloads().stream()
                .map(workload -> new OriginalOf(
                        workload, answers.votes().get(workload) instanceof Vote.Locked locked ? locked.before() : null))
                .toList();
        var entries = new ArrayList<DeploymentRecord>();
        entries.add(state.entry(
                now,
                "all locks are held",
                new DeploymentEvent.Accepted(originals, answers.groups().undo(plan.tenants()))));
        if (!plan.groups().isEmpty()) {
            return new DeploymentDecision(entries, answers, List.of(), owedGroups(state, answers));
        }
        entries.add(state.entry(now, "it begins", new DeploymentEvent.StepBegan(0)));
        var answer = new DeploymentEffect.AnswerSubmitters(new DeploymentReply.Accepted(plan.id(), plan.version()));
        var then = first(state, answers, entries, now);
        if (alone(plan) && answers.cancel() == null) {
            return new DeploymentDecision(
                    entries, SupervisorAnswers.NONE, begun(answers) ? List.of(answer) : List.of(), then);
        }
        then.addFirst(answer);
        return new DeploymentDecision(entries, SupervisorAnswers.NONE, List.of(), then);
    }

    private static DeploymentDecision refuse(
            DeploymentState state, SupervisorAnswers answers, Problem problem, Instant now) {
        var then = new ArrayList<DeploymentEffect>();
        then.add(new DeploymentEffect.AnswerSubmitters(new DeploymentReply.Refused(problem)));
        if (answers.cancel() != null) {
            then.add(new DeploymentEffect.AnswerCancellers(Replies.notRunning(state.submitted())));
        }
        return new DeploymentDecision(
                List.of(state.entry(
                        now, problem.message(), new DeploymentEvent.Ended(DeploymentOutcome.REFUSED, problem))),
                SupervisorAnswers.NONE,
                List.of(),
                then);
    }

    /** Answers count here only once locks are given back; news are read again by Begin once all locks are held. */
    static DeploymentDecision progressWhilePreparing(
            DeploymentState state, SupervisorAnswers answers, WorkloadId workload, RolloutStatus status, Instant now) {
        return Orders.released(status) && decided(state.submitted(), answers)
                ? releasing(state, answers.released(workload), now)
                : DeploymentDecision.only(answers, List.of());
    }

    /** Who submitted it is answered once its groups can be read as they are now. */
    static DeploymentDecision regrouping(DeploymentState state, SupervisorAnswers answers, Instant now) {
        var plan = state.submitted().plan();
        if (!answers.groups().applied().containsAll(plan.tenants())) {
            return DeploymentDecision.only(answers, List.of());
        }
        var entries = new ArrayList<DeploymentRecord>();
        var then = new ArrayList<DeploymentEffect>();
        then.add(new DeploymentEffect.AnswerSubmitters(Replies.accepted(state)));
        if (plan.steps().isEmpty()) {
            entries.add(state.entry(
                    now, "its groups are changed", new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null)));
            if (answers.cancel() != null) {
                then.add(new DeploymentEffect.AnswerCancellers(Replies.notRunning(state.submitted())));
            }
        } else {
            entries.add(state.entry(now, "it begins", new DeploymentEvent.StepBegan(0)));
            then.addAll(first(state, answers, entries, now));
        }
        return new DeploymentDecision(entries, SupervisorAnswers.NONE, List.of(), then);
    }

    /**
     * Whether the supervisor has stored that it began, and would say so again after a crash. If not, who submitted is answered once it has: he shall read
     * what he wrote.
     */
    private static boolean begun(SupervisorAnswers answers) {
        return answers.votes().values().stream().allMatch(vote -> vote instanceof Vote.Locked locked && locked.begun());
    }

    /** What the first step begins with, unless it was cancelled meanwhile. */
    private static List<DeploymentEffect> first(
            DeploymentState state, SupervisorAnswers answers, List<DeploymentRecord> entries, Instant now) {
        var submission = state.submitted();
        var plan = submission.plan();
        var cancel = answers.cancel();
        if (cancel == null) {
            return new ArrayList<>(Orders.begin(plan, plan.steps().getFirst().changes()));
        }
        entries.add(new DeploymentRecord(
                now, Orders.of(cancel.cause(), plan.id()), new DeploymentEvent.CancelRequested(cancel.revert())));
        var after = state;
        for (var entry : entries) {
            after = after.apply(entry);
        }
        return new ArrayList<>(StopRound.owed(after, SupervisorAnswers.NONE, now));
    }
}

package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentEvent.OriginalOf;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.RolloutOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a deployment says.
 *
 * <p>{@code UNKNOWN} -> {@code PREPARING} (submitted: locks are taken) -> {@code REGROUPING} (accepted: groups are changed; only if the plan changes
 * any) -> {@code RUNNING} (steps are walked) -> {@code STOPPING} (cancelled, or a workload was taken away: locks are given back) -> {@code ENDED}. PREPARING,
 * REGROUPING and RUNNING may go to ENDED directly.
 *
 * @param submission what was asked for; null before that
 * @param originals what the workloads were before it; null until it is accepted
 * @param undoGroups what undoes the changes of groups
 * @param step index of the current step; -1 until the first one begins
 * @param done the workloads that are done, and how
 * @param cancel set once it shall stop
 * @param end set once it is over
 */
record DeploymentState(
        @Nullable Submission submission,
        @Nullable List<OriginalOf> originals,
        List<GroupChange> undoGroups,
        int step,
        Map<WorkloadId, RolloutOutcome> done,
        @Nullable Cancellation cancel,
        @Nullable End end) {
    static final DeploymentState EMPTY = new DeploymentState(null, null, List.of(), -1, Map.of(), null, null);

    DeploymentState {
        originals = originals == null ? null : List.copyOf(originals);
        undoGroups = List.copyOf(undoGroups);
        done = Map.copyOf(done);
    }

    enum Phase {
        UNKNOWN,
        PREPARING,
        REGROUPING,
        RUNNING,
        STOPPING,
        ENDED
    }

    /** @param queued whether it waits for locks that others hold */
    record Submission(DeploymentPlan plan, boolean force, boolean queued, Cause cause) {}

    /**
     * A wish to stop.
     *
     * @param revert the deployment that undoes this one; null to leave things where they are
     * @param failed whether it was not a user's wish, but a change that failed
     */
    record Cancellation(@Nullable DeploymentId revert, boolean failed, Cause cause) {}

    record End(DeploymentOutcome outcome, @Nullable Problem problem) {}

    /** What was asked for, of a deployment that is known. */
    Submission submitted() {
        return Objects.requireNonNull(submission);
    }

    /** An entry in the coordinator's own name. */
    DeploymentRecord entry(Instant now, String reason, DeploymentEvent event) {
        return new DeploymentRecord(
                now, new Cause("coordinator", reason, submitted().plan().id()), event);
    }

    Phase phase() {
        if (submission == null) {
            return Phase.UNKNOWN;
        }
        if (end != null) {
            return Phase.ENDED;
        }
        if (originals == null) {
            return cancel == null ? Phase.PREPARING : Phase.STOPPING;
        }
        if (step < 0 && !submission.plan().groups().isEmpty()) {
            return Phase.REGROUPING;
        }
        return cancel != null || superseded() ? Phase.STOPPING : Phase.RUNNING;
    }

    /** Whether a later deployment took one of its workloads. */
    boolean superseded() {
        return done.containsValue(RolloutOutcome.SUPERSEDED);
    }

    DeploymentState apply(DeploymentRecord entry) {
        return switch (entry.event()) {
            case DeploymentEvent.Submitted submitted ->
                new DeploymentState(
                        new Submission(submitted.plan(), submitted.force(), submitted.queued(), entry.cause()),
                        originals,
                        undoGroups,
                        step,
                        done,
                        cancel,
                        end);
            case DeploymentEvent.Accepted accepted ->
                new DeploymentState(submission, accepted.originals(), accepted.undoGroups(), step, done, cancel, end);
            case DeploymentEvent.StepBegan began ->
                new DeploymentState(submission, originals, undoGroups, began.step(), done, cancel, end);
            case DeploymentEvent.ChangesEnded ended ->
                new DeploymentState(submission, originals, undoGroups, step, with(done, ended), cancel, end);
            case DeploymentEvent.CancelRequested requested ->
                new DeploymentState(
                        submission,
                        originals,
                        undoGroups,
                        step,
                        done,
                        new Cancellation(requested.revert(), false, entry.cause()),
                        end);
            case DeploymentEvent.RollbackBegan rollback ->
                new DeploymentState(
                        submission,
                        originals,
                        undoGroups,
                        step,
                        done,
                        new Cancellation(rollback.revert(), true, entry.cause()),
                        end);
            case DeploymentEvent.Ended ended ->
                new DeploymentState(
                        submission,
                        originals,
                        undoGroups,
                        step,
                        done,
                        cancel,
                        new End(ended.outcome(), ended.problem()));
        };
    }

    private static Map<WorkloadId, RolloutOutcome> with(
            Map<WorkloadId, RolloutOutcome> done, DeploymentEvent.ChangesEnded ended) {
        var more = new HashMap<>(done);
        ended.workloads().forEach(workload -> more.put(workload, ended.outcome()));
        return more;
    }

    /** The changes of the current step that are not done. */
    List<WorkloadChange> pending() {
        return submission == null || step < 0 ? List.of() : pendingOf(submission.plan(), step);
    }

    /** The changes of a step that are not done. */
    List<WorkloadChange> pendingOf(DeploymentPlan plan, int index) {
        return plan.steps().get(index).changes().stream()
                .filter(change -> !done.containsKey(change.workload()))
                .toList();
    }

    /** The workloads of the whole plan that may still hold its lock. */
    List<WorkloadId> open() {
        return submission == null
                ? List.of()
                : submission.plan().workloads().stream()
                        .filter(workload -> !done.containsKey(workload))
                        .toList();
    }

    /** A picture for readers; null before anything was submitted. */
    @Nullable DeploymentView view() {
        return submission == null
                ? null
                : new DeploymentView(
                        submission.plan(),
                        submission.cause(),
                        submission.force(),
                        submission.queued(),
                        step,
                        pending().stream().map(WorkloadChange::workload).toList(),
                        end == null ? null : end.outcome());
    }
}

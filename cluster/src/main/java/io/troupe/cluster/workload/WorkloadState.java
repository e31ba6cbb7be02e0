package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a supervisor knows of its workload: the fold of its journal.
 *
 * @param sequence number of the last entry folded in
 * @param target what the workload is to be; null while it does not exist
 * @param revisions the last revisions, oldest first; those in use are always among them
 * @param targets the last targets, oldest first
 * @param instances all that have not ended, oldest first
 * @param rollout the change that holds the lock; null if none
 * @param ended the last rollouts that are over, oldest first
 * @param replacedBefore instances planned for an earlier target than this are replaced even if they run the target revision
 * @param keepsOutdated whether instances of earlier revisions stay, because the rollout that replaced them was cancelled
 * @param launchDelay the back-off; null if none
 * @param lastFailure the last instance that failed or was killed for failing its checks; null if none did
 * @param revisionLast the highest revision number ever given
 * @param targetLast the highest target version ever given
 * @param targetLastAt when that target was set
 * @param followed the nodes on each of which it is to have an instance, if their number follows the nodes
 */
public record WorkloadState(
        long sequence,
        @Nullable Target target,
        List<Revision> revisions,
        List<Target> targets,
        List<Instance> instances,
        @Nullable Rollout rollout,
        List<Rollout.Ended> ended,
        long replacedBefore,
        boolean keepsOutdated,
        @Nullable LaunchDelay launchDelay,
        @Nullable Instance lastFailure,
        long revisionLast,
        long targetLast,
        Instant targetLastAt,
        FollowedNodes followed) {
    public static final int TARGETS_MAX = 100;
    public static final int REVISIONS_MAX = 50;
    public static final int ENDED_MAX = 20;

    /** A workload of which nothing is known. */
    public static final WorkloadState EMPTY = new WorkloadState(
            0,
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            0,
            false,
            null,
            null,
            0,
            0,
            Instant.EPOCH,
            FollowedNodes.NONE);

    public WorkloadState {
        revisions = List.copyOf(revisions);
        targets = List.copyOf(targets);
        instances = List.copyOf(instances);
        ended = List.copyOf(ended);
        // Null in what was stored before workloads could follow nodes.
        followed = followed == null ? FollowedNodes.NONE : followed;
    }

    /** Whether there is such a workload. */
    public boolean exists() {
        return target != null;
    }

    /** Whether nothing is left that needs a supervisor. */
    public boolean idle() {
        return target == null && rollout == null && instances.isEmpty();
    }

    public boolean deleting() {
        return rollout != null && rollout.delete();
    }

    /** The revision to run; only of a workload that exists. */
    public Revision revision() {
        return revisionNumbered(wanted().revision());
    }

    /** What the workload is to be; only of one that exists. */
    public Target wanted() {
        if (target == null) {
            throw new IllegalStateException("the workload does not exist");
        }
        return target;
    }

    /** A revision that is in use. */
    public Revision revisionNumbered(long number) {
        return revisions.stream()
                .filter(revision -> revision.number() == number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("revision " + number + " is in use and was forgotten"));
    }

    public Optional<Original> original() {
        return exists() ? Optional.of(new Original(revision().spec(), wanted().instances())) : Optional.empty();
    }

    public Optional<Rollout.Ended> endedRollout(DeploymentId deployment) {
        return ended.reversed().stream()
                .filter(rolled -> rolled.deployment().equals(deployment))
                .findFirst();
    }

    public boolean heldBy(DeploymentId deployment) {
        return rollout != null && rollout.deployment().equals(deployment);
    }

    public Optional<Instance> instance(InstanceId id) {
        return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    public Map<InstanceId, Instance> instancesById() {
        return instances.stream().collect(Collectors.toMap(Instance::id, Function.identity()));
    }

    /** Whether the instance is to be replaced by one for the present target. */
    public boolean outdated(Instance instance) {
        return target != null
                && !keepsOutdated
                && !target.keeps(instance.slot())
                && (!runsTarget(instance) || instance.target() < replacedBefore);
    }

    private boolean runsTarget(Instance instance) {
        return instance.revision() == wanted().revision()
                || revision().spec().slots() != null
                        && revision()
                                .spec()
                                .runsLike(revisionNumbered(instance.revision()).spec());
    }

    /** Whose back-off holds for a revision: what some slots keep waits as long as what the others run. */
    long delayedAs(long revision) {
        var staged = target == null ? null : target.staged();
        return target != null && staged != null && staged.revision() == revision ? target.revision() : revision;
    }

    /** What a new instance in the slot is to run; only of a workload that exists. */
    long revisionOf(int slot) {
        var staged = wanted().staged();
        return staged != null && wanted().keeps(slot) ? staged.revision() : wanted().revision();
    }

    /** Whether a change has begun, so that instances may be replaced. */
    public boolean rolling() {
        return rollout != null && rollout.begun();
    }

    /** Whether an instance shall run, counts, and is of the target, or nobody asks for it to be replaced. */
    public boolean current(Instance instance) {
        return wanted(instance) && instance.counted() && !(rolling() && outdated(instance));
    }

    /** Whether an instance shall run and counts, but is to be replaced by the rollout that is on. */
    public boolean earlier(Instance instance) {
        return instance.counted() && replaced(instance);
    }

    /** Whether an instance shall run, but is to be replaced by the rollout that is on, if it counts or not. */
    boolean replaced(Instance instance) {
        return wanted(instance) && rolling() && outdated(instance);
    }

    /** How many instances there are that count: those whose node has been away for too long do not. */
    public int counted() {
        return (int) instances.stream().filter(Instance::counted).count();
    }

    /** Whether an instance shall run. */
    static boolean wanted(Instance instance) {
        return instance.stopping() == null && !instance.state().hasEnded();
    }

    /** Whether it is known how many instances there are to be; only of a workload that exists. */
    boolean knowsItsNodes() {
        return !revision().spec().followsNodes() || followed.revision() == wanted().revision();
    }

    /** What becomes of an instance of this revision whose node is away. One that belongs to its node is waited for there. */
    public UnreachablePolicy unreachablePolicy(long revision) {
        return belongsToItsNode(revision)
                ? UnreachablePolicy.NEVER
                : specOf(revision).map(WorkloadSpec::whenUnreachable).orElse(UnreachablePolicy.AT_ONCE);
    }

    /**
     * Whether an instance that is to stop is forgotten: nobody can tell of its end. One that belongs to its node is given up with that alone, and an
     * identity is not given up while somebody may have it.
     */
    boolean forgets(Instance instance) {
        return instance.unreachable() && !belongsToItsNode(instance.revision()) && !keepsIdentity(instance.revision());
    }

    private boolean keepsIdentity(long revision) {
        return specOf(revision)
                .filter(spec -> spec.slots() instanceof SlotRule.Ordinal
                        && !spec.whenUnreachable().replaced())
                .isPresent();
    }

    private boolean belongsToItsNode(long revision) {
        return target != null && follows(revision) && follows(target.revision());
    }

    private boolean follows(long revision) {
        return specOf(revision).filter(WorkloadSpec::followsNodes).isPresent();
    }

    private Optional<WorkloadSpec> specOf(long revision) {
        return revisions.stream()
                .filter(candidate -> candidate.number() == revision)
                .findFirst()
                .map(Revision::spec);
    }

    /** How long an instance of this revision may take to stop. */
    public StopPolicy stopPolicy(long revision) {
        return revisions.stream()
                .filter(candidate -> candidate.number() == revision)
                .findFirst()
                .map(found -> found.spec().stop())
                .orElse(StopPolicy.DEFAULT);
    }

    /** The instances that an entry speaks of, as they were before it; those that it begins are not among them. */
    public List<Instance> concerned(WorkloadRecord entry) {
        var ids = touched(entry).stream().map(Instance::id).collect(Collectors.toSet());
        return ids.isEmpty()
                ? List.of()
                : instances.stream()
                        .filter(instance -> ids.contains(instance.id()))
                        .toList();
    }

    /** The instances that an entry speaks of, as they are after it, ended ones included. */
    public List<Instance> touched(WorkloadRecord entry) {
        return switch (entry.event()) {
            case WorkloadEvent.InstancesPlanned planned ->
                planned.instances().stream()
                        .map(one -> Instance.planned(one.id(), one.slot(), one.revision(), one.target(), entry.at()))
                        .toList();
            case WorkloadEvent.InstancesPlaced placed -> {
                var places = placed.instances().stream()
                        .collect(Collectors.toMap(PlacedInstance::id, PlacedInstance::place));
                yield moved(places, (instance, place) -> instance.withPlace(place, entry.at()));
            }
            case WorkloadEvent.InstancesObserved observed -> {
                var reports = observed.reports().stream()
                        .collect(Collectors.toMap(InstanceReport::instance, report -> report, (one, later) -> later));
                yield moved(reports, (instance, report) -> instance.withReport(report, entry.at()));
            }
            case WorkloadEvent.StopRequested stop -> {
                var stopped = stop.instances().stream().collect(Collectors.toMap(id -> id, id -> stop.reason()));
                yield moved(stopped, (instance, reason) -> {
                    var stopping = instance.withStop(reason, entry.at());
                    return instance.state() == InstanceState.PLANNED
                            ? stopping.withReport(neverStarted(instance.id(), entry.at()))
                            : forgets(instance) ? stopping.withReport(forgotten(instance.id(), entry.at())) : stopping;
                });
            }
            case WorkloadEvent.InstancesUnreachable away ->
                moved(named(away.instances()), (instance, id) -> {
                    var unreachable = instance.withAbsence(entry.at());
                    return instance.stopping() == null || !forgets(unreachable)
                            ? unreachable
                            : unreachable.withReport(forgotten(id, entry.at()));
                });
            case WorkloadEvent.InstancesInactive inactive ->
                moved(named(inactive.instances()), (instance, id) -> instance.withInactivity());
            case WorkloadEvent.StrangersEnded strangers -> List.of();
            case WorkloadEvent.ChangePrepared prepared -> List.of();
            case WorkloadEvent.RolloutBegan began -> List.of();
            case WorkloadEvent.RolloutPaused paused -> List.of();
            case WorkloadEvent.RolloutResumed resumed -> List.of();
            case WorkloadEvent.CanariesPromoted promoted -> List.of();
            case WorkloadEvent.RolloutFailed failed -> List.of();
            case WorkloadEvent.RolloutEnded over -> List.of();
            case WorkloadEvent.NodesFollowed nodes -> List.of();
            case WorkloadEvent.LaunchDelayed delayed -> List.of();
            case WorkloadEvent.LaunchDelayReset reset -> List.of();
            case WorkloadEvent.WorkloadDeleted deleted -> List.of();
        };
    }

    /** The state after an entry. */
    public WorkloadState apply(WorkloadRecord entry) {
        var next = new WorkloadDraft(this);
        switch (entry.event()) {
            case WorkloadEvent.ChangePrepared prepared ->
                next.prepare(new Rollout(
                        prepared.deployment(),
                        prepared.change(),
                        entry.cause(),
                        original().orElse(null),
                        prepared.superseded(),
                        false,
                        false,
                        RolloutProgress.NONE.begun(unfinished(prepared), entry.at())));
            case WorkloadEvent.RolloutBegan began -> next.begin(began, entry.at());
            case WorkloadEvent.RolloutEnded over -> next.end(over, entry.at());
            case WorkloadEvent.InstancesPlanned planned -> next.take(touched(entry));
            case WorkloadEvent.InstancesPlaced placed -> next.take(touched(entry));
            case WorkloadEvent.RolloutPaused paused ->
                next.progress(progress -> progress.paused(new RolloutProgress.Pause(
                        paused.earlier(),
                        paused.current(),
                        "paused by " + entry.cause().who(),
                        null)));
            case WorkloadEvent.RolloutResumed resumed -> next.progress(progress -> progress.resumed(entry.at()));
            case WorkloadEvent.CanariesPromoted promoted -> next.progress(progress -> progress.promoted(entry.at()));
            case WorkloadEvent.RolloutFailed failed ->
                next.progress(progress -> failed.action() == FailureAction.KEEP
                        ? progress.failed(failed.problem())
                        : progress.failed(failed.problem())
                                .paused(new RolloutProgress.Pause(
                                        failed.earlier(), failed.current(), failed.problem(), failed.action())));
            case WorkloadEvent.InstancesObserved observed -> {
                next.take(touched(entry));
                next.judge(this, entry);
            }
            case WorkloadEvent.StopRequested stop -> {
                next.take(touched(entry));
                next.judge(this, entry);
            }
            case WorkloadEvent.NodesFollowed nodes -> next.follow(nodes);
            case WorkloadEvent.InstancesUnreachable away -> {
                next.take(touched(entry));
                next.judge(this, entry);
            }
            case WorkloadEvent.InstancesInactive inactive -> next.take(touched(entry));
            case WorkloadEvent.StrangersEnded strangers -> {}
            case WorkloadEvent.LaunchDelayed delayed -> next.delay(delayed);
            case WorkloadEvent.LaunchDelayReset reset -> next.resetDelay(reset.revision());
            case WorkloadEvent.WorkloadDeleted deleted -> next.forget();
        }
        return next.state();
    }

    /** What the rollout that loses its lock was still keeping up. */
    private @Nullable Target unfinished(WorkloadEvent.ChangePrepared prepared) {
        return prepared.superseded() == null
                ? null
                : endedRollout(prepared.superseded())
                        .map(Rollout.Ended::unfinished)
                        .orElse(null);
    }

    private <T> List<Instance> moved(Map<InstanceId, T> by, BiFunction<Instance, T, Instance> step) {
        var after = new ArrayList<Instance>();
        for (var instance : instances) {
            var change = by.get(instance.id());
            if (change != null) {
                after.add(step.apply(instance, change));
            }
        }
        return after;
    }

    private static Map<InstanceId, InstanceId> named(List<InstanceId> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), Function.identity(), (one, same) -> one));
    }

    private static InstanceReport forgotten(InstanceId id, Instant at) {
        return InstanceReport.seen(id, InstanceState.LOST, at)
                .withMessage("forgotten, since its node is away; it is stopped if it comes back");
    }

    private static InstanceReport neverStarted(InstanceId id, Instant at) {
        return InstanceReport.seen(id, InstanceState.DROPPED, at)
                .withMessage("not needed any more before it had a place");
    }
}

package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A state of a workload in the making: the one before, and what one entry makes of it. */
final class WorkloadDraft {
    private final long sequence;
    private @Nullable Target target;
    private List<Revision> revisions;
    private List<Target> targets;
    private List<Instance> instances;
    private @Nullable Rollout rollout;
    private List<Rollout.Ended> ended;
    private long replacedBefore;
    private boolean keepsOutdated;
    private @Nullable LaunchDelay launchDelay;
    private @Nullable Instance lastFailure;
    private long revisionLast;
    private long targetLast;
    private Instant targetLastAt;
    private FollowedNodes followed;

    WorkloadDraft(WorkloadState from) {
        sequence = from.sequence() + 1;
        target = from.target();
        revisions = from.revisions();
        targets = from.targets();
        instances = from.instances();
        rollout = from.rollout();
        ended = from.ended();
        replacedBefore = from.replacedBefore();
        keepsOutdated = from.keepsOutdated();
        launchDelay = from.launchDelay();
        lastFailure = from.lastFailure();
        revisionLast = from.revisionLast();
        targetLast = from.targetLast();
        targetLastAt = from.targetLastAt();
        followed = from.followed();
    }

    void prepare(Rollout begun) {
        rollout = begun;
    }

    void begin(WorkloadEvent.RolloutBegan began, Instant at) {
        if (rollout != null) {
            keepsOutdated = keepsOutdated && RolloutPlanner.keepsInstances(rollout.change());
            rollout = rollout.begin(began.delete(), target, began.target(), began.replaceAll(), at);
        }
        target = began.target();
        targets = last(WorkloadState.TARGETS_MAX, targets, began.target());
        targetLast = began.target().version();
        targetLastAt = began.target().at();
        if (began.replaceAll()) {
            replacedBefore = began.target().version();
        }
        if (began.revision() != null) {
            revisionLast = began.revision().number();
            revisions = plus(revisions, began.revision());
        }
        dropOldRevisions();
    }

    void follow(WorkloadEvent.NodesFollowed event) {
        followed = followed.after(event);
        if (target != null) {
            target = target.of(followed.nodes().size());
        }
    }

    void progress(UnaryOperator<RolloutProgress> step) {
        if (rollout != null) {
            rollout = rollout.with(step.apply(rollout.progress()));
        }
    }

    void delay(WorkloadEvent.LaunchDelayed delayed) {
        var delay = new LaunchDelay(delayed.revision(), delayed.delay(), delayed.until());
        var base = rollout == null ? null : rollout.progress().base();
        if (base != null
                && target != null
                && base.revision() == delayed.revision()
                && target.revision() != delayed.revision()) {
            progress(progress -> progress.withBaseDelay(delay));
        } else {
            launchDelay = delay;
        }
    }

    /** @param revision whose; null for all */
    void resetDelay(@Nullable Long revision) {
        launchDelay = remaining(launchDelay, revision);
        progress(progress -> progress.withBaseDelay(remaining(progress.baseDelay(), revision)));
    }

    private static @Nullable LaunchDelay remaining(@Nullable LaunchDelay delay, @Nullable Long reset) {
        return delay == null || reset == null || delay.revision() == reset ? null : delay;
    }

    /** What an entry says of how good the rollout is. */
    void judge(WorkloadState before, WorkloadRecord entry) {
        if (!before.rolling()) {
            return;
        }
        var failures = RolloutJudgement.failures(before, entry);
        if (failures > 0) {
            progress(progress -> progress.withFailures(failures));
        }
        var after = state();
        var ready = RolloutJudgement.ready(after);
        progress(progress -> ready > progress.readyMost() || RolloutJudgement.replaced(before, after)
                ? progress.moved(ready, entry.at())
                : progress);
    }

    void end(WorkloadEvent.RolloutEnded over, Instant at) {
        if (rollout != null && rollout.deployment().equals(over.deployment())) {
            ended = last(WorkloadState.ENDED_MAX, ended, rollout.end(over.outcome(), at));
            keepsOutdated = keepsOutdated || over.outcome() == RolloutOutcome.CANCELLED;
            rollout = null;
        }
    }

    void take(List<Instance> touched) {
        var byId = new HashMap<InstanceId, Instance>();
        touched.forEach(instance -> byId.put(instance.id(), instance));
        var after = new ArrayList<Instance>(instances.size() + touched.size());
        for (var instance : instances) {
            var changed = byId.remove(instance.id());
            after.add(changed == null ? instance : changed);
        }
        touched.stream().filter(instance -> byId.containsKey(instance.id())).forEach(after::add);
        touched.stream().filter(WorkloadDraft::failed).forEach(failed -> lastFailure = failed);
        after.removeIf(instance -> instance.state().hasEnded());
        instances = after;
        dropOldRevisions();
    }

    private static boolean failed(Instance instance) {
        return instance.state() == InstanceState.FAILED
                || instance.state() == InstanceState.KILLED && instance.stopping() == StopReason.UNHEALTHY;
    }

    void forget() {
        target = null;
        rollout = null;
        revisions = List.of();
        targets = List.of();
        instances = List.of();
        replacedBefore = 0;
        keepsOutdated = false;
        launchDelay = null;
        lastFailure = null;
        followed = FollowedNodes.NONE;
    }

    private void dropOldRevisions() {
        if (revisions.size() <= WorkloadState.REVISIONS_MAX) {
            return;
        }
        var present = target;
        var base = rollout == null ? null : rollout.progress().base();
        var inUse = Stream.concat(
                        instances.stream().map(Instance::revision),
                        Stream.of(Optional.ofNullable(present), Optional.ofNullable(base))
                                .flatMap(Optional::stream)
                                .flatMap(WorkloadDraft::revisions))
                .collect(Collectors.toSet());
        var surplus = revisions.size() - WorkloadState.REVISIONS_MAX;
        var kept = new ArrayList<Revision>();
        for (var revision : revisions) {
            if (surplus > 0 && !inUse.contains(revision.number())) {
                surplus--;
            } else {
                kept.add(revision);
            }
        }
        revisions = kept;
    }

    private static Stream<Long> revisions(Target of) {
        var staged = of.staged();
        return staged == null ? Stream.of(of.revision()) : Stream.of(of.revision(), staged.revision());
    }

    private static <T> List<T> last(int most, List<T> list, T added) {
        var all = plus(list, added);
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private static <T> List<T> plus(List<T> list, T added) {
        return Stream.concat(list.stream(), Stream.of(added)).toList();
    }

    WorkloadState state() {
        return new WorkloadState(
                sequence,
                target,
                revisions,
                targets,
                instances,
                rollout,
                ended,
                replacedBefore,
                keepsOutdated,
                launchDelay,
                lastFailure,
                revisionLast,
                targetLast,
                targetLastAt,
                followed);
    }
}

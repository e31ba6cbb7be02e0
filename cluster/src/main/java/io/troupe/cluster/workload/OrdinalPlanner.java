package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The next step of a workload whose slots are ordinals: slots 0 to n-1 have one instance each, and a slot is filled again only once the one that had it is
 * surely gone. The rules are those of Kubernetes' StatefulSet, but for one: what serves nobody does not keep an update waiting.
 */
final class OrdinalPlanner {
    /** So long after its grace period what does not go keeps nobody waiting any more. */
    static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);

    private OrdinalPlanner() {}

    static Optional<SlotRule.Ordinal> rule(WorkloadState state) {
        return state.exists() && state.revision().spec().slots() instanceof SlotRule.Ordinal ordinal
                ? Optional.of(ordinal)
                : Optional.empty();
    }

    static void step(Deliberation deliberation, SlotRule.Ordinal rule) {
        stopDoubles(deliberation);
        stopBeyond(deliberation, rule);
        replace(deliberation);
        plan(deliberation, rule);
    }

    /** In order, or all at once. */
    static void stopAll(Deliberation deliberation, SlotRule.Ordinal rule, String reason) {
        stopFrom(deliberation, 0, rule, StopReason.DELETED, reason);
    }

    /** Where slots were alike before, several may have the same number: one of the target stays, or else the oldest. */
    private static void stopDoubles(Deliberation deliberation) {
        var state = deliberation.state();
        var doubles = state.instances().stream()
                .filter(WorkloadState::wanted)
                .filter(instance -> state.instances().stream()
                        .filter(WorkloadState::wanted)
                        .filter(other -> other.slot() == instance.slot())
                        .min(Comparator.comparing(state::outdated).thenComparing(Instance::plannedAt))
                        .filter(first -> !first.equals(instance))
                        .isPresent())
                .toList();
        stop(deliberation, doubles, StopReason.REPLACED, "another instance has its slot");
    }

    private static void stopBeyond(Deliberation deliberation, SlotRule.Ordinal rule) {
        stopFrom(
                deliberation,
                deliberation.state().wanted().instances(),
                rule,
                StopReason.SCALED_DOWN,
                "more instances than wanted");
    }

    /** Slots from this one on are given up: the highest first, and in order the next one once that is gone. */
    private static void stopFrom(
            Deliberation deliberation, int first, SlotRule.Ordinal rule, StopReason why, String reason) {
        for (var some = true; some; ) {
            var surplus = deliberation.state().instances().stream()
                    .filter(instance -> instance.slot() >= first)
                    .sorted(Comparator.comparingInt(Instance::slot).reversed())
                    .toList();
            var wanted = surplus.stream().filter(WorkloadState::wanted).toList();
            if (rule.order() == StartOrder.ORDERED) {
                wanted = surplus.stream().anyMatch(instance -> isWaitedFor(deliberation, instance))
                        ? List.of()
                        : wanted.stream().limit(1).toList();
            }
            // What has no place yet is gone at once.
            some = wanted.stream().anyMatch(instance -> instance.state() == InstanceState.PLANNED);
            stop(deliberation, wanted, why, reason);
        }
    }

    /** What is being stopped keeps those below it waiting, but not for ever: its node may be away. */
    private static boolean isWaitedFor(Deliberation deliberation, Instance instance) {
        var since = instance.stoppingSince();
        var grace = deliberation.state().stopPolicy(instance.revision()).grace();
        return since != null && deliberation.now().isBefore(since.plus(grace).plus(STOPPED_WITHIN));
    }

    /** One at a time, from the highest slot down; first what does not serve, since nothing above it would come to run. */
    private static void replace(Deliberation deliberation) {
        var state = deliberation.state();
        var rollout = state.rollout();
        if (rollout == null || !rollout.begun()) {
            return;
        }
        var pause = rollout.progress().pause();
        if (pause != null) {
            takeBack(deliberation, pause);
            return;
        }
        var wanted = state.wanted().instances();
        var outdated = state.instances().stream()
                .filter(instance -> instance.slot() < wanted && state.earlier(instance))
                .toList();
        if (outdated.isEmpty()) {
            return;
        }
        var unsettled = unsettled(deliberation);
        var next = unsettled.isEmpty()
                ? outdated.stream().max(Comparator.comparingInt(Instance::slot))
                : outdated.stream()
                        .filter(instance -> instance.slot() == unsettled.getFirst())
                        .findFirst();
        next.ifPresent(instance -> stop(
                deliberation, List.of(instance), StopReason.REPLACED, "an instance of the target takes over its slot"));
    }

    /** While a rollout that has failed stands still, what of the target does not serve gives way to what served before. */
    private static void takeBack(Deliberation deliberation, RolloutProgress.Pause pause) {
        var state = deliberation.state();
        var surplus = Stage.count(state, state::current) - pause.current();
        stop(
                deliberation,
                state.instances().stream()
                        .filter(instance -> state.current(instance)
                                && !instance.ready()
                                && !state.wanted().keeps(instance.slot()))
                        .sorted(Comparator.comparingInt(Instance::slot).reversed())
                        .limit(Math.max(surplus, 0))
                        .toList(),
                StopReason.REPLACED,
                "it does not serve, and what ran before is kept up");
    }

    private static void plan(Deliberation deliberation, SlotRule.Ordinal rule) {
        var state = deliberation.state();
        var taken = state.instances().stream().map(Instance::slot).toList();
        var unsettled = unsettled(deliberation);
        var planned = new ArrayList<PlannedInstance>();
        var base = base(state);
        int roomOfBase = roomOfBase(state);
        int roomOfTarget = roomOfTarget(state);
        for (int slot :
                rule.order() == StartOrder.ORDERED ? unsettled.stream().limit(1).toList() : unsettled) {
            if (taken.contains(slot) || planned.size() == RolloutPlanner.PLANNED_MAX) {
                continue;
            }
            var id = InstanceId.mint(deliberation.workload(), deliberation.unique());
            boolean keeps = state.wanted().keeps(slot);
            if (base.isPresent() && !keeps && roomOfBase > 0) {
                planned.add(new PlannedInstance(
                        id, slot, base.get().revision(), base.get().version()));
                roomOfBase--;
            } else if (keeps || roomOfTarget > 0) {
                planned.add(new PlannedInstance(
                        id, slot, state.revisionOf(slot), state.wanted().version()));
                roomOfTarget -= keeps ? 0 : 1;
            }
        }
        if (!planned.isEmpty()) {
            deliberation.add("a slot has no instance", new WorkloadEvent.InstancesPlanned(planned));
        }
    }

    private static Optional<RolloutProgress.Pause> pause(WorkloadState state) {
        return Optional.ofNullable(state.rollout())
                .map(rollout -> rollout.progress().pause());
    }

    /** What ran before; empty if a rollout does not stand still. */
    private static Optional<Target> base(WorkloadState state) {
        return pause(state).isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(state.rollout())
                        .map(rollout -> rollout.progress().base());
    }

    /** How many of what ran before are missing of those that are kept up while the rollout stands still. */
    private static int roomOfBase(WorkloadState state) {
        return pause(state)
                .map(pause -> pause.earlier() - Stage.count(state, state::earlier))
                .orElse(0);
    }

    /** How many of the target may be planned; no more than it stood still with: others would be taken back at once. */
    private static int roomOfTarget(WorkloadState state) {
        return pause(state)
                .map(pause -> pause.current() - Stage.count(state, state::current))
                .orElse(RolloutPlanner.PLANNED_MAX);
    }

    /** The slots that have nobody who serves and has done so for long enough, the lowest first. */
    private static List<Integer> unsettled(Deliberation deliberation) {
        var state = deliberation.state();
        var settled = state.instances().stream()
                .filter(instance -> Stage.settled(state, instance, deliberation.now()))
                .map(Instance::slot)
                .toList();
        return IntStream.range(0, state.wanted().instances())
                .filter(slot -> !settled.contains(slot))
                .boxed()
                .toList();
    }

    private static void stop(
            Deliberation deliberation, List<Instance> instances, StopReason reason, String explanation) {
        if (!instances.isEmpty()) {
            deliberation.add(
                    explanation,
                    new WorkloadEvent.StopRequested(
                            instances.stream().map(Instance::id).toList(), reason));
        }
    }
}

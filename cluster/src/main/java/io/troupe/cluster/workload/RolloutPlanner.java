package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The next step towards the target, from wherever the instances are: what stops, what is planned, and whether the rollout is over. It
 * looks at the present state alone, so that a step that was lost or a rollout that took over from another needs no rule of its own.
 */
final class RolloutPlanner {
    /** Most instances planned by one entry, so that an entry stays small enough to be stored. */
    static final int PLANNED_MAX = 10_000;

    private RolloutPlanner() {}

    /** Whether a change only counts instances: those of an earlier revision that were left over stay left over. */
    static boolean keepsInstances(Change change) {
        return switch (change) {
            case Change.Scale scale -> true;
            case Change.KillAndScale kill -> true;
            case Change.Create create -> false;
            case Change.Update update -> false;
            case Change.Restart restart -> false;
            case Change.Delete delete -> false;
        };
    }

    static void step(Deliberation deliberation) {
        if (!deliberation.state().exists()) {
            return;
        }
        var state = deliberation.state();
        var ordinal = OrdinalPlanner.rule(state);
        if (state.deleting()) {
            ordinal.ifPresentOrElse(
                    rule -> OrdinalPlanner.stopAll(deliberation, rule, "the workload is deleted"),
                    () -> stopAll(deliberation));
        } else if (ordinal.isPresent()) {
            TrialPlanner.step(deliberation);
            OrdinalPlanner.step(deliberation, ordinal.get());
        } else if (state.knowsItsNodes()) {
            if (FollowPlanner.follows(state)) {
                FollowPlanner.stopMisplaced(deliberation);
            }
            TrialPlanner.step(deliberation);
            forgetReplaced(deliberation);
            stopEarlier(deliberation);
            stopSurplus(deliberation);
            planEarlier(deliberation);
            planMissing(deliberation);
        }
        end(deliberation);
    }

    private static void stopAll(Deliberation deliberation) {
        stop(
                deliberation,
                deliberation.state().instances().stream()
                        .filter(WorkloadState::wanted)
                        .toList(),
                StopReason.DELETED,
                "the workload is deleted");
    }

    /** What does not count any more and is to be replaced anyway is not waited for. */
    private static void forgetReplaced(Deliberation deliberation) {
        var state = deliberation.state();
        stop(
                deliberation,
                state.instances().stream()
                        .filter(instance -> state.replaced(instance) && !instance.counted())
                        .toList(),
                StopReason.REPLACED,
                "an instance of the target replaces it, and its node is away");
    }

    /** Of what ran before, more than the stage keeps: at once what does not serve, and what serves as others are ready. */
    private static void stopEarlier(Deliberation deliberation) {
        var state = deliberation.state();
        var earlier = state.instances().stream().filter(state::earlier).toList();
        var surplus = earlier.size() - stage(deliberation).earlier();
        stop(
                deliberation,
                affordable(deliberation, KillOrder.sorted(earlier, state), surplus),
                StopReason.REPLACED,
                "an instance of the target replaces it");
    }

    private static void stopSurplus(Deliberation deliberation) {
        var state = deliberation.state();
        var current = state.instances().stream().filter(state::current).toList();
        var surplus = current.size() - stage(deliberation).current();
        var sorted = KillOrder.sorted(current, state);
        if (stage(deliberation).current() < state.wanted().instances()) {
            stop(
                    deliberation,
                    affordable(deliberation, sorted, surplus),
                    StopReason.REPLACED,
                    "more instances of the target than its trial allows");
        } else {
            stop(
                    deliberation,
                    sorted.stream().limit(Math.max(surplus, 0)).toList(),
                    StopReason.SCALED_DOWN,
                    "more instances than wanted");
        }
    }

    /** The first so many of these, but of those that serve only as many as can be done without. */
    private static List<Instance> affordable(Deliberation deliberation, List<Instance> sorted, int surplus) {
        var state = deliberation.state();
        var spare = Stage.count(state, instance -> Stage.settled(state, instance, deliberation.now()))
                - RolloutBounds.of(state).readyMin();
        var stopped = new ArrayList<Instance>();
        for (var instance : sorted) {
            if (stopped.size() < surplus && (!instance.ready() || spare > 0)) {
                spare -= Stage.settled(state, instance, deliberation.now()) ? 1 : 0;
                stopped.add(instance);
            }
        }
        return stopped;
    }

    /** What was lost of what is kept up while the rollout is on trial. */
    private static void planEarlier(Deliberation deliberation) {
        var state = deliberation.state();
        var rollout = state.rollout();
        var base = rollout == null ? null : rollout.progress().base();
        if (base == null) {
            return;
        }
        var missing = stage(deliberation).earlier() - Stage.count(state, state::earlier);
        plan(deliberation, missing, base, state::earlier, "what runs is kept up while the rollout is on trial");
    }

    private static void planMissing(Deliberation deliberation) {
        var state = deliberation.state();
        var missing = stage(deliberation).current() - Stage.count(state, state::current);
        // Once nobody rolls out, nobody shares a slot.
        Predicate<Instance> alike = state.rolling() ? state::current : instance -> true;
        plan(deliberation, missing, state.wanted(), alike, "fewer instances than wanted");
    }

    private static void plan(
            Deliberation deliberation, int missing, Target target, Predicate<Instance> alike, String reason) {
        var state = deliberation.state();
        var existingMax = state.rolling()
                ? RolloutBounds.of(state).existingMax()
                : state.wanted().instances();
        var room = existingMax - state.counted();
        var count = Math.min(Math.min(missing, room), PLANNED_MAX);
        var planned = planned(deliberation, count, target, alike);
        if (!planned.isEmpty()) {
            deliberation.add(reason, new WorkloadEvent.InstancesPlanned(planned));
        }
    }

    private static List<PlannedInstance> planned(
            Deliberation deliberation, int count, Target target, Predicate<Instance> alike) {
        var state = deliberation.state();
        // What is kept up with identities keeps them, also while the target has none.
        var identities = state.revisionNumbered(target.revision()).spec().slots() instanceof SlotRule.Ordinal;
        var slots = identities ? target.instances() : Integer.MAX_VALUE;
        var taken = state.instances().stream()
                .filter(identities ? instance -> true : alike)
                .map(Instance::slot)
                .collect(Collectors.toSet());
        var planned = new ArrayList<PlannedInstance>();
        for (var slot = 0; planned.size() < count && slot < slots; slot++) {
            if (!taken.contains(slot)) {
                var id = InstanceId.mint(deliberation.workload(), deliberation.unique());
                planned.add(new PlannedInstance(id, slot, target.revision(), target.version()));
            }
        }
        return planned;
    }

    private static void end(Deliberation deliberation) {
        var state = deliberation.state();
        var rollout = state.rollout();
        if (rollout == null || !rollout.begun()) {
            return;
        }
        if (rollout.delete() && state.instances().isEmpty()) {
            deliberation.add(
                    rollout.cause(), new WorkloadEvent.RolloutEnded(rollout.deployment(), RolloutOutcome.COMPLETED));
            deliberation.add(rollout.cause(), new WorkloadEvent.WorkloadDeleted());
        } else if (!rollout.delete() && arrived(state, deliberation.now())) {
            deliberation.add(
                    "all wanted instances are ready and no other is left",
                    new WorkloadEvent.RolloutEnded(rollout.deployment(), RolloutOutcome.COMPLETED));
        }
    }

    private static boolean arrived(WorkloadState state, Instant now) {
        return state.knowsItsNodes()
                && state.counted() == state.wanted().instances()
                && state.instances().stream()
                        .filter(Instance::counted)
                        .allMatch(instance -> state.current(instance) && Stage.settled(state, instance, now));
    }

    private static Stage stage(Deliberation deliberation) {
        return Stage.of(deliberation.state(), deliberation.now());
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

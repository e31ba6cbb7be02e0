package io.troupe.cluster.workload;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
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
        if (deliberation.state().deleting()) {
            stopAll(deliberation);
        } else {
            stopOutdated(deliberation);
            stopSurplus(deliberation);
            planMissing(deliberation);
        }
        end(deliberation);
    }

    private static void stopAll(Deliberation deliberation) {
        stop(
                deliberation,
                ids(deliberation.state(), RolloutPlanner::wanted),
                StopReason.DELETED,
                "the workload is deleted");
    }

    private static void stopOutdated(Deliberation deliberation) {
        var state = deliberation.state();
        if (!rolling(state)) {
            return;
        }
        var outdated = state.instances().stream()
                .filter(instance -> wanted(instance) && state.outdated(instance))
                .toList();
        var spare = count(state, Instance::ready) - bounds(state).readyMin();
        var stopped = new ArrayList<InstanceId>();
        for (var instance : KillOrder.sorted(outdated, state)) {
            if (!instance.ready()) {
                stopped.add(instance.id());
            } else if (spare > 0) {
                spare--;
                stopped.add(instance.id());
            }
        }
        stop(deliberation, stopped, StopReason.REPLACED, "an instance of the target replaces it");
    }

    private static void stopSurplus(Deliberation deliberation) {
        var state = deliberation.state();
        var rolling = rolling(state);
        var candidates = state.instances().stream()
                .filter(instance -> wanted(instance) && !(rolling && state.outdated(instance)))
                .toList();
        var surplus = candidates.size() - state.wanted().instances();
        if (surplus > 0) {
            var stopped = KillOrder.sorted(candidates, state).stream()
                    .limit(surplus)
                    .map(Instance::id)
                    .toList();
            stop(deliberation, stopped, StopReason.SCALED_DOWN, "more instances than wanted");
        }
    }

    private static void planMissing(Deliberation deliberation) {
        var state = deliberation.state();
        var rolling = rolling(state);
        var counted = count(state, instance -> wanted(instance) && !(rolling && state.outdated(instance)));
        var existingMax = rolling ? bounds(state).existingMax() : state.wanted().instances();
        var room = existingMax - state.instances().size();
        var missing = Math.min(Math.min(state.wanted().instances() - counted, room), PLANNED_MAX);
        if (missing > 0) {
            deliberation.add(
                    "fewer instances than wanted", new WorkloadEvent.InstancesPlanned(planned(deliberation, missing)));
        }
    }

    private static List<PlannedInstance> planned(Deliberation deliberation, int missing) {
        var state = deliberation.state();
        var target = state.wanted();
        var rolling = rolling(state);
        var taken = state.instances().stream()
                .filter(instance -> !rolling || wanted(instance) && !state.outdated(instance))
                .map(Instance::slot)
                .collect(Collectors.toSet());
        var planned = new ArrayList<PlannedInstance>(missing);
        for (var slot = 0; planned.size() < missing; slot++) {
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
        } else if (!rollout.delete() && arrived(state)) {
            deliberation.add(
                    "all wanted instances are ready and no other is left",
                    new WorkloadEvent.RolloutEnded(rollout.deployment(), RolloutOutcome.COMPLETED));
        }
    }

    private static boolean arrived(WorkloadState state) {
        return state.instances().size() == state.wanted().instances()
                && state.instances().stream().allMatch(instance -> instance.ready() && !state.outdated(instance));
    }

    private static RolloutBounds bounds(WorkloadState state) {
        return RolloutBounds.of(
                state.wanted().instances(), state.revision().spec().rollout());
    }

    /** Whether instances may be replaced now: a change has begun that does not just count them. */
    private static boolean rolling(WorkloadState state) {
        var rollout = state.rollout();
        return rollout != null && rollout.begun();
    }

    private static boolean wanted(Instance instance) {
        return instance.stopping() == null && instance.state().compareTo(InstanceState.RUNNING) <= 0;
    }

    private static int count(WorkloadState state, Predicate<Instance> which) {
        return (int) state.instances().stream().filter(which).count();
    }

    private static List<InstanceId> ids(WorkloadState state, Predicate<Instance> which) {
        return state.instances().stream().filter(which).map(Instance::id).toList();
    }

    private static void stop(
            Deliberation deliberation, List<InstanceId> instances, StopReason reason, String explanation) {
        if (!instances.isEmpty()) {
            deliberation.add(explanation, new WorkloadEvent.StopRequested(instances, reason));
        }
    }
}

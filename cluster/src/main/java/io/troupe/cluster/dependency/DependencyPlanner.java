package io.troupe.cluster.dependency;

import io.troupe.cluster.dependency.DependencyTree.Saying;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Makes the steps of a deployment of the changes it consists of.
 *
 * <p>First stops what nobody depends on any more, dependents before what they depended on. Then starts, changes and scales, dependencies before
 * dependents; each step is over when all of it is ready. Last stops what was needed until its dependents were changed.
 *
 * <p>A dependency that names nothing is passed over, as Marathon does: it has no say until what it names exists.
 */
public final class DependencyPlanner {
    private DependencyPlanner() {}

    /** The steps, or why there are none. */
    public sealed interface Plan {
        record Steps(List<Step> steps) implements Plan {
            public Steps {
                steps = List.copyOf(steps);
            }
        }

        record Refused(Problem problem) implements Plan {}
    }

    /**
     * @param before how it is
     * @param after how it will be once all changes are done, their groups included
     * @param changes each workload at most once, in any order
     */
    public static Plan plan(DependencyTree before, DependencyTree after, List<WorkloadChange> changes) {
        var order = DependencyOrder.of(after);
        var cycle = order.cycle();
        return cycle.isEmpty()
                ? new Plan.Steps(steps(before, order, changes))
                : new Plan.Refused(Problem.invalid(
                        "/dependencies",
                        "Dependency graph has cyclic dependencies: "
                                + cycle.stream().map(TreePath::path).collect(Collectors.joining(" -> "))));
    }

    /** What depended on something that a change takes away, as opposed to what is only now said and names nothing. */
    private static boolean saidBefore(DependencyTree before, Saying saying) {
        return before.groups().getOrDefault(saying.who(), List.of()).contains(saying.on())
                || !saying.who().isRoot()
                        && before.workloads()
                                .getOrDefault(WorkloadId.of(saying.who().path()), List.of())
                                .contains(saying.on());
    }

    /** Who depends, in what stays, on something that goes. */
    public static List<Saying> bereft(DependencyTree before, DependencyTree after) {
        var known = new HashSet<>(before.unknown());
        return after.unknown().stream()
                .filter(saying -> !known.contains(saying) && saidBefore(before, saying))
                .toList();
    }

    private static List<Step> steps(DependencyTree before, DependencyOrder order, List<WorkloadChange> changes) {
        var stops = changes.stream().filter(DependencyPlanner::stops).toList();
        var rest = changes.stream().filter(change -> !stops(change)).toList();
        var steps = new ArrayList<Step>();
        if (stops.isEmpty()) {
            addByLevel(rest, change -> order.level(change.workload()), steps);
            return steps;
        }
        var orderBefore = DependencyOrder.of(before);
        var needed = orderBefore.dependenciesOf(
                rest.stream().map(WorkloadChange::workload).toList());
        ToIntFunction<WorkloadChange> highestFirst = change -> -orderBefore.level(change.workload());
        addByLevel(
                stops.stream().filter(stop -> !needed.contains(stop.workload())).toList(), highestFirst, steps);
        addByLevel(rest, change -> order.level(change.workload()), steps);
        addByLevel(
                stops.stream().filter(stop -> needed.contains(stop.workload())).toList(), highestFirst, steps);
        return steps;
    }

    private static boolean stops(WorkloadChange change) {
        return change.change() instanceof Change.Delete;
    }

    private static void addByLevel(
            List<WorkloadChange> changes, ToIntFunction<WorkloadChange> level, List<Step> steps) {
        Map<Integer, List<WorkloadChange>> byLevel = new TreeMap<>();
        changes.stream()
                .sorted(Comparator.comparing(WorkloadChange::workload))
                .forEach(change -> byLevel.computeIfAbsent(level.applyAsInt(change), number -> new ArrayList<>())
                        .add(change));
        byLevel.values().forEach(step -> steps.add(new Step(step)));
    }
}

package io.troupe.cluster.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.dependency.DependencyPlanner.Plan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every tree and every change; each case is one seed. The rules are checked by plain reachability, as slow as it is obvious. */
class DependencyPlannerPropertyTest {
    private static final int SEEDS = 300;
    private static final int GROUPS = 4;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachWorkloadIsInThePlanOnce(long seed) {
        var some = Case.of(seed);

        var planned =
                some.steps().stream().flatMap(step -> step.changes().stream()).toList();

        assertThat(planned).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(some.changes);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsStartedOrChangedComesAfterAllItDependsOn(long seed) {
        var some = Case.of(seed);
        var stepOf = some.stepOf();
        for (var change : some.changes) {
            if (!some.stops(change.workload())) {
                for (var dependency : reachable(some.after, change.workload())) {
                    if (stepOf.containsKey(dependency) && !some.stops(dependency)) {
                        assertThat(stepOf.get(dependency))
                                .as("seed %d: %s before %s", seed, dependency, change.workload())
                                .isLessThan(stepOf.get(change.workload()));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsStoppedComesAfterAllThatDependedOnIt(long seed) {
        var some = Case.of(seed);
        var stepOf = some.stepOf();
        for (var change : some.changes) {
            for (var dependency : some.dependenciesBefore(change.workload())) {
                if (some.stops(dependency)) {
                    assertThat(stepOf.get(change.workload()))
                            .as("seed %d: %s before %s", seed, change.workload(), dependency)
                            .isLessThan(stepOf.get(dependency));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCycleIsNeverPlannedAndWhatIsNamedIsOne(long seed) {
        var random = new Random(seed);
        var some = Case.of(seed);
        var workloads = some.after.workloads().keySet().stream().sorted().toList();
        var low = workloads.get(random.nextInt(workloads.size()));
        var high = workloads.get(random.nextInt(workloads.size()));
        var looped = new HashMap<>(some.after.workloads());
        looped.put(high, append(looped.getOrDefault(high, List.of()), TreePath.of(low)));
        looped.put(low, append(looped.getOrDefault(low, List.of()), TreePath.of(high)));

        var plan = DependencyPlanner.plan(some.before, new DependencyTree(looped, some.after.groups()), some.changes);

        assertThat(plan).as("seed %d", seed).isInstanceOf(Plan.Refused.class);
        assertThat(((Plan.Refused) plan).problem().message()).contains("cyclic", " -> ");
    }

    private static List<TreePath> append(List<TreePath> paths, TreePath path) {
        var more = new ArrayList<>(paths);
        more.add(path);
        return more;
    }

    private static Set<WorkloadId> reachable(DependencyTree tree, WorkloadId from) {
        var found = new HashSet<WorkloadId>();
        var open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            var workload = open.removeLast();
            for (var on : said(tree, workload)) {
                for (var candidate : tree.workloads().keySet()) {
                    if (TreePath.of(candidate).isAtOrBelow(on) && found.add(candidate)) {
                        open.add(candidate);
                    }
                }
            }
        }
        return found;
    }

    private static Set<TreePath> said(DependencyTree tree, WorkloadId workload) {
        var said = new HashSet<>(tree.workloads().getOrDefault(workload, List.of()));
        tree.groups().forEach((group, on) -> {
            if (TreePath.of(workload).isBelow(group)) {
                said.addAll(on);
            }
        });
        return said;
    }

    /** A tree, and changes of it. Dependencies lead from higher numbers to lower ones, so that there is no cycle. */
    private record Case(DependencyTree before, DependencyTree after, List<WorkloadChange> changes) {
        static Case of(long seed) {
            var random = new Random(seed);
            var groups = new HashMap<TreePath, List<TreePath>>();
            for (int number = 0; number < GROUPS; number++) {
                groups.put(TreePath.of("/g" + number), groupsBelow(number, random));
            }
            var present = new HashMap<WorkloadId, List<TreePath>>();
            var changes = new ArrayList<WorkloadChange>();
            var size = 2 + random.nextInt(20);
            for (int number = 0; number < size; number++) {
                int group = number * GROUPS / size;
                var id = WorkloadId.of("/g" + group + "/w" + number);
                var on = workloadsBelow(number, group, size, random);
                var change = random.nextInt(5);
                if (change != 0) {
                    present.put(id, on);
                }
                var spec = DependencyPlannerTest.spec(
                        id.path(),
                        workloadsBelow(number, group, size, random).stream()
                                .map(TreePath::path)
                                .toArray(String[]::new));
                switch (change) {
                    case 0 -> changes.add(new WorkloadChange(id, new Change.Create(spec, 1)));
                    case 1 -> changes.add(new WorkloadChange(id, new Change.Update(spec, 1, null)));
                    case 2 -> changes.add(new WorkloadChange(id, new Change.Delete()));
                    case 3 -> changes.add(new WorkloadChange(id, new Change.Scale(2, null)));
                    default -> {}
                }
            }
            if (changes.isEmpty()) {
                return of(seed + SEEDS);
            }
            Collections.shuffle(changes, random);
            var before = new DependencyTree(present, groups);
            return new Case(before, before.after(changes), changes);
        }

        private static List<TreePath> groupsBelow(int group, Random random) {
            return group > 0 && random.nextBoolean() ? List.of(TreePath.of("/g" + random.nextInt(group))) : List.of();
        }

        private static List<TreePath> workloadsBelow(int number, int group, int size, Random random) {
            var on = new ArrayList<TreePath>();
            for (int count = random.nextInt(3); count > 0 && number > 0; count--) {
                int other = random.nextInt(number);
                on.add(TreePath.of("/g" + other * GROUPS / size + "/w" + other));
            }
            if (group > 0 && random.nextInt(4) == 0) {
                on.add(TreePath.of("/g" + random.nextInt(group)));
            }
            return on.stream().distinct().toList();
        }

        List<Step> steps() {
            return switch (DependencyPlanner.plan(before, after, changes)) {
                case Plan.Steps(List<Step> steps) -> steps;
                case Plan.Refused refused -> throw new AssertionError(refused);
            };
        }

        Map<WorkloadId, Integer> stepOf() {
            var steps = steps();
            var stepOf = new HashMap<WorkloadId, Integer>();
            for (int index = 0; index < steps.size(); index++) {
                for (var change : steps.get(index).changes()) {
                    stepOf.put(change.workload(), index);
                }
            }
            return stepOf;
        }

        /** What is only just made depended on nothing. */
        Set<WorkloadId> dependenciesBefore(WorkloadId workload) {
            return before.workloads().containsKey(workload) ? reachable(before, workload) : Set.of();
        }

        boolean stops(WorkloadId workload) {
            return changes.stream()
                    .anyMatch(change -> change.workload().equals(workload) && change.change() instanceof Change.Delete);
        }
    }
}

package io.troupe.cluster.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.dependency.DependencyPlanner.Plan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyPlannerTest {
    @Test
    void whatDependsOnNothingGoesFirstAndAllThatMayGoTogetherDoes() {
        var changes = List.of(
                create("/shop/web", "/shop/api"),
                create("/shop/api", "/shop/db", "/shop/cache"),
                create("/shop/db"),
                create("/shop/cache"));

        assertThat(plan(DependencyTree.EMPTY, changes))
                .containsExactly(List.of("/shop/cache", "/shop/db"), List.of("/shop/api"), List.of("/shop/web"));
    }

    @Test
    void whatAGroupDependsOnIsReadyBeforeAnythingBelowIt() {
        var groups = List.of(group("/shop", "/store"), group("/shop/front"), group("/store"));
        var changes = List.of(create("/shop/front/web"), create("/shop/api"), create("/store/db"), create("/lone"));

        assertThat(plan(DependencyTree.EMPTY.withGroups(groups), changes))
                .containsExactly(List.of("/lone", "/store/db"), List.of("/shop/api", "/shop/front/web"));
    }

    @Test
    void aWorkloadMayDependOnAGroup() {
        var changes = List.of(create("/web", "/store"), create("/store/a/db"), create("/store/b", "/store/a"));

        assertThat(plan(DependencyTree.EMPTY, changes))
                .containsExactly(List.of("/store/a/db"), List.of("/store/b"), List.of("/web"));
    }

    @Test
    void dependentsAreStoppedBeforeWhatTheyDependOn() {
        var before = tree(Map.of("/web", List.of("/api"), "/api", List.of("/db"), "/db", List.of()));

        assertThat(plan(before, List.of(delete("/db"), delete("/web"), delete("/api"))))
                .containsExactly(List.of("/web"), List.of("/api"), List.of("/db"));
    }

    @Test
    void whatIsReplacedByAnotherDependencyIsStoppedOnceNobodyNeedsItAnyMore() {
        var before = tree(Map.of("/web", List.of("/old"), "/old", List.of(), "/unused", List.of()));
        var changes = List.of(delete("/old"), delete("/unused"), update("/web", "/new"), create("/new"));

        assertThat(plan(before, changes))
                .containsExactly(List.of("/unused"), List.of("/new"), List.of("/web"), List.of("/old"));
    }

    @Test
    void scalingAndRestartingGoInOrderAlsoPastWhatIsNotChanged() {
        var before = tree(Map.of("/web", List.of("/api"), "/api", List.of("/db"), "/db", List.of()));
        var changes = List.of(
                new WorkloadChange(WorkloadId.of("/web"), new Change.Scale(3, null)),
                new WorkloadChange(WorkloadId.of("/db"), new Change.Restart()));

        assertThat(plan(before, changes)).containsExactly(List.of("/db"), List.of("/web"));
    }

    @Test
    void aCycleIsRefusedAndNamed() {
        var changes = List.of(create("/a", "/b"), create("/b", "/c"), create("/c", "/a"), create("/d", "/a"));

        assertThat(problem(DependencyTree.EMPTY, changes))
                .isEqualTo(Problem.invalid(
                        "/dependencies", "Dependency graph has cyclic dependencies: /a -> /b -> /c -> /a"));
    }

    @Test
    void aCycleThroughAGroupIsRefused() {
        var groups = List.of(group("/shop", "/db"));
        var changes = List.of(create("/shop/web"), create("/db", "/shop"));

        assertThat(problem(DependencyTree.EMPTY.withGroups(groups), changes).message())
                .isIn(
                        "Dependency graph has cyclic dependencies: /db -> /shop -> /db",
                        "Dependency graph has cyclic dependencies: /shop -> /db -> /shop");
        assertThat(problem(DependencyTree.EMPTY, List.of(create("/a", "/a"))).message())
                .endsWith("/a -> /a");
    }

    @Test
    void aDependencyThatNamesNothingIsPassedOverUntilWhatItNamesExists() {
        var before = tree(Map.of("/a", List.of("/b")));

        assertThat(plan(DependencyTree.EMPTY, List.of(create("/a", "/b", "/c"), create("/c"))))
                .containsExactly(List.of("/c"), List.of("/a"));
        assertThat(plan(before, List.of(create("/b"), update("/a", "/b"))))
                .containsExactly(List.of("/b"), List.of("/a"));
        assertThat(problem(before, List.of(create("/b", "/a"))).message()).endsWith("/a -> /b -> /a");
    }

    @Test
    void whatLostItsDependencyEarlierCanStillBeChanged() {
        var before = tree(Map.of("/web", List.of("/gone")));

        assertThat(plan(before, List.of(update("/web", "/gone")))).containsExactly(List.of("/web"));
    }

    @Test
    void whoIsLeftWithoutADependencyIsNamed() {
        var before = tree(Map.of("/web", List.of("/store/db"), "/store/db", List.of(), "/api", List.of("/gone")));

        assertThat(DependencyPlanner.bereft(before, before.after(List.of(delete("/store/db")))))
                .containsExactly(new DependencyTree.Saying(TreePath.of("/web"), TreePath.of("/store/db")));
    }

    private static List<List<String>> plan(DependencyTree before, List<WorkloadChange> changes) {
        return switch (DependencyPlanner.plan(before, before.after(changes), changes)) {
            case Plan.Steps(List<Step> steps) ->
                steps.stream()
                        .map(step -> step.changes().stream()
                                .map(change -> change.workload().path())
                                .toList())
                        .toList();
            case Plan.Refused(Problem problem) -> throw new AssertionError(problem);
        };
    }

    private static Problem problem(DependencyTree before, List<WorkloadChange> changes) {
        return switch (DependencyPlanner.plan(before, before.after(changes), changes)) {
            case Plan.Steps steps -> throw new AssertionError(steps);
            case Plan.Refused(Problem problem) -> problem;
        };
    }

    private static DependencyTree tree(Map<String, List<String>> workloads) {
        return DependencyTree.EMPTY.after(workloads.entrySet().stream()
                .map(entry -> create(entry.getKey(), entry.getValue().toArray(String[]::new)))
                .toList());
    }

    private static GroupDefinition group(String path, String... dependencies) {
        return new GroupDefinition(TreePath.of(path), paths(dependencies), null);
    }

    private static WorkloadChange create(String path, String... dependencies) {
        return new WorkloadChange(WorkloadId.of(path), new Change.Create(spec(path, dependencies), 1));
    }

    private static WorkloadChange update(String path, String... dependencies) {
        return new WorkloadChange(WorkloadId.of(path), new Change.Update(spec(path, dependencies), 1, null));
    }

    private static WorkloadChange delete(String path) {
        return new WorkloadChange(WorkloadId.of(path), new Change.Delete());
    }

    static WorkloadSpec spec(String path, String... dependencies) {
        return WorkloadSpec.of(WorkloadId.of(path), ContainerSpec.process("main", "sleep 1", Resources.of(0.1, 32)))
                .toBuilder()
                .dependencies(paths(dependencies))
                .build();
    }

    private static List<TreePath> paths(String... paths) {
        return Arrays.stream(paths).map(TreePath::of).toList();
    }
}

package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneNodeTest {
    private OneNode node;

    @BeforeAll
    void start() {
        node = new OneNode().awaitReady();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void aWorkloadIsCreatedScaledAndDeleted() {
        var web = WorkloadId.of("/prod/web");
        assertThat(node.submit(web, new Change.Create(OneNode.spec(web, 32), 1)))
                .isInstanceOf(DeploymentReply.Accepted.class);
        awaitRunning(web, 1);
        node.awaitNoDeployment();
        assertThat(node.submit(web, new Change.Scale(3, null))).isInstanceOf(DeploymentReply.Accepted.class);
        awaitRunning(web, 3);
        node.awaitNoDeployment();
        assertThat(node.submit(web, new Change.Delete())).isInstanceOf(DeploymentReply.Accepted.class);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> OneNode.answer(node.plane().workload(web)).isEmpty());
        node.awaitNoDeployment();
    }

    @Test
    void aRefusedChangeSaysWhyAndLeavesNothingRunning() {
        var ghost = WorkloadId.of("/prod/ghost");
        assertThat(node.submit(ghost, new Change.Scale(3, null)))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
        node.awaitNoDeployment();
    }

    @Test
    void whoeverWasToldAcceptedReadsWhatWasAccepted() {
        var read = WorkloadId.of("/prod/read");
        node.submit(read, new Change.Create(OneNode.spec(read, 32), 0));
        assertThat(OneNode.answer(node.plane().workload(read))).isPresent();
    }

    @Test
    void aGroupAndItsWorkloadsAreOneChangeAndTheirOrderIsKept() {
        var shop = TreePath.of("/shop");
        var db = WorkloadId.of("/shop/db");
        var web = WorkloadId.of("/shop/web");
        var groups = new GroupChange(
                shop,
                List.of(new GroupDefinition(shop, List.of(TreePath.of("/store")), true)),
                List.of(),
                List.of(),
                null);
        var id = DeploymentId.of("shop-1");
        var plan = new DeploymentPlan(
                id,
                Instant.parse("2026-11-23T10:00:00Z"),
                List.of(
                        step(db, new Change.Create(OneNode.spec(db, 32), 1)),
                        step(web, new Change.Create(OneNode.spec(web, 32), 1))),
                List.of(groups));

        assertThat(OneNode.answer(node.plane().submit(plan, false, Cause.of("test", "wants it"))))
                .isInstanceOf(DeploymentReply.Accepted.class);
        assertThat(OneNode.answer(node.plane().groups()))
                .filteredOn(view -> view.tenant().equals(shop))
                .singleElement()
                .satisfies(view -> assertThat(view.definitions()).isEqualTo(groups.defined()));
        awaitRunning(web, 1);
        node.awaitNoDeployment();
        assertThat(startOf(web)).isAfter(startOf(db));
        var stale = new DeploymentPlan(
                DeploymentId.of("shop-2"),
                Instant.parse("2026-11-23T11:00:00Z"),
                List.of(step(db, new Change.Scale(3, null))),
                List.of(new GroupChange(shop, List.of(), List.of(shop), List.of(), 0L)));
        assertThat(OneNode.answer(node.plane().submit(stale, false, Cause.of("test", "wants it"))))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.STALE));
        node.awaitNoDeployment();
        assertThat(OneNode.answer(node.plane().workload(db))
                        .orElseThrow()
                        .target()
                        .instances())
                .isEqualTo(1);
    }

    private static DeploymentPlan.Step step(WorkloadId workload, Change change) {
        return new DeploymentPlan.Step(List.of(new DeploymentPlan.WorkloadChange(workload, change)));
    }

    private Instant startOf(WorkloadId workload) {
        return OneNode.answer(node.plane().workload(workload))
                .orElseThrow()
                .instances()
                .getFirst()
                .plannedAt();
    }

    @Test
    void theNodeLeadsAndKnowsItself() {
        assertThat(node.plane().leader()).contains("127.0.0.1:8080");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> OneNode.answer(node.plane().nodes()).size() == 1);
    }

    private void awaitRunning(WorkloadId workload, int instances) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> OneNode.answer(node.plane().workload(workload))
                        .map(view -> view.instances().stream()
                                .filter(instance -> instance.state() == InstanceState.RUNNING)
                                .count())
                        .filter(count -> count == instances)
                        .isPresent());
    }
}

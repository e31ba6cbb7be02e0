package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
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

package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneNodeTest {
    private static final Cause CAUSE = Cause.of("test", "asked for");
    private OneNode node;

    @BeforeAll
    void start() {
        node = new OneNode();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> node.plane().readiness().ready());
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void aWorkloadIsCreatedScaledAndDeleted() {
        var web = WorkloadId.of("/prod/web");
        assertThat(submit(web, new Change.Create(spec(web), 1))).isInstanceOf(DeploymentReply.Accepted.class);
        awaitRunning(web, 1);
        awaitNoDeployment();
        assertThat(submit(web, new Change.Scale(3, null))).isInstanceOf(DeploymentReply.Accepted.class);
        awaitRunning(web, 3);
        awaitNoDeployment();
        assertThat(submit(web, new Change.Delete())).isInstanceOf(DeploymentReply.Accepted.class);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> answer(node.plane().workload(web)).isEmpty());
        awaitNoDeployment();
    }

    @Test
    void aRefusedChangeSaysWhyAndLeavesNothingRunning() {
        var ghost = WorkloadId.of("/prod/ghost");
        assertThat(submit(ghost, new Change.Scale(3, null)))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
        awaitNoDeployment();
    }

    @Test
    void whoeverWasToldAcceptedReadsWhatWasAccepted() {
        var read = WorkloadId.of("/prod/read");
        submit(read, new Change.Create(spec(read), 0));
        assertThat(answer(node.plane().workload(read))).isPresent();
    }

    @Test
    void theNodeLeadsAndKnowsItself() {
        assertThat(node.plane().leader()).contains("127.0.0.1:8080");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> answer(node.plane().nodes()).size() == 1);
    }

    private DeploymentReply submit(WorkloadId workload, Change change) {
        return answer(node.plane()
                .submit(
                        DeploymentPlan.of(
                                DeploymentId.of(UUID.randomUUID().toString()),
                                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                                workload,
                                change),
                        false,
                        CAUSE));
    }

    private void awaitRunning(WorkloadId workload, int instances) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> answer(node.plane().workload(workload))
                        .map(view -> view.instances().stream()
                                .filter(instance -> instance.state() == InstanceState.RUNNING)
                                .count())
                        .filter(count -> count == instances)
                        .isPresent());
    }

    private void awaitNoDeployment() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> answer(node.plane().deployments()).isEmpty());
    }

    private static WorkloadSpec spec(WorkloadId workload) {
        return WorkloadSpec.of(workload, ContainerSpec.process("main", "true", Resources.of(0.1, 32)));
    }

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}

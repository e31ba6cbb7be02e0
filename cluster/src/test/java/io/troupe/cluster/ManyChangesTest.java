package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Many changes at once, and the limit on them, through the real actors. */
class ManyChangesTest {
    private static final int CLIENTS = 16;
    private static final int CHANGES = 1_000;
    private static final int MORE_THAN_THE_NODE_HAS = 1_000_000;

    @Test
    void aThousandChangesOfSixteenClientsAreAllTakenAndEnd() {
        try (var node = new OneNode().awaitReady()) {
            var replies = new ConcurrentLinkedQueue<DeploymentReply>();
            try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
                for (var change = 0; change < CHANGES; change++) {
                    var id = WorkloadId.of("/bulk/app" + change);
                    clients.execute(() -> replies.add(node.submit(id, new Change.Create(OneNode.spec(id, 1), 1))));
                }
            }
            assertThat(replies).hasSize(CHANGES).allMatch(DeploymentReply.Accepted.class::isInstance);
            node.awaitNoDeployment();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(OneNode.answer(node.plane().workloads()))
                            .hasSize(CHANGES)
                            .allMatch(view -> view.instances().size() == 1
                                    && view.instances().getFirst().state() == InstanceState.RUNNING));
        }
    }

    @Test
    void aChangeOverTheLimitIsRefusedUntilOneEnds() {
        var settings = ClusterSettings.of("127.0.0.1:8080").withRunningDeploymentsMax(2);
        try (var node = new OneNode(settings).awaitReady()) {
            var stuck = new ArrayList<WorkloadId>();
            for (var name : new String[] {"one", "two"}) {
                var id = WorkloadId.of("/stuck/" + name);
                assertThat(node.submit(id, new Change.Create(OneNode.spec(id, MORE_THAN_THE_NODE_HAS), 1)))
                        .isInstanceOf(DeploymentReply.Accepted.class);
                stuck.add(id);
            }
            var third = WorkloadId.of("/stuck/three");
            var create = new Change.Create(OneNode.spec(third, 1), 1);

            assertThat(node.submit(third, create)).isInstanceOfSatisfying(DeploymentReply.Refused.class, refused -> {
                assertThat(refused.problem().code()).isEqualTo(ProblemCode.TOO_MANY);
                assertThat(refused.problem().message()).startsWith("Max number (2) of running deployments reached");
            });
            assertThat(OneNode.answer(node.plane().workload(third))).isEmpty();

            // What is stuck can be taken away all the same.
            assertThat(node.submit(stuck.getFirst(), new Change.Delete(), true))
                    .isInstanceOf(DeploymentReply.Accepted.class);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> OneNode.answer(node.plane().deployments()).size() == 1);
            assertThat(node.submit(third, create)).isInstanceOf(DeploymentReply.Accepted.class);
        }
    }
}

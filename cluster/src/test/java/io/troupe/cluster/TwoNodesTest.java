package io.troupe.cluster;

import static io.troupe.cluster.OneNode.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.typed.Cluster;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes with all their actors, which speak over the network; each has a journal of its own, so entities do not move. */
class TwoNodesTest {
    private static final NodeId OTHER = NodeId.of("n2");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WORKLOADS = 400;

    private final OneNode first = new OneNode().awaitReady();
    private final OneNode second = new OneNode(
            ClusterSettings.of("127.0.0.1:8081")
                    .withSeeds(List.of(
                            Cluster.get(first.system).selfMember().address().toString())),
            OTHER);

    @AfterEach
    void stop() {
        second.close();
        first.close();
    }

    @Test
    void aChangeOfManyWorkloadsRunsOnBothNodesAndBothTellOfAllOfThem() {
        await().atMost(PATIENCE)
                .until(() -> nodes(first).size() == 2 && nodes(second).size() == 2);
        second.awaitReady();
        var ids = IntStream.range(0, WORKLOADS)
                .mapToObj(number -> WorkloadId.of("/tenant/app-" + number))
                .toList();
        var reply = answer(second.plane()
                .submit(
                        new DeploymentPlan(
                                DeploymentId.of("large"),
                                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                                List.of(new Step(ids.stream()
                                        .map(id -> new WorkloadChange(id, new Change.Create(OneNode.spec(id, 1), 1)))
                                        .toList())),
                                List.of()),
                        false,
                        Cause.of("test", "asked for")));
        assertThat(reply).isInstanceOf(DeploymentReply.Accepted.class);
        for (var node : List.of(first, second)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(answer(node.plane().workloads()))
                            .hasSize(WORKLOADS)
                            .allMatch(view -> view.instances().stream()
                                    .allMatch(instance -> instance.state() == InstanceState.RUNNING)));
        }
        assertThat(answer(first.plane().workloads()).stream()
                        .flatMap(view -> view.instances().stream())
                        .map(instance -> instance.place() == null
                                ? null
                                : instance.place().node())
                        .distinct())
                .containsExactlyInAnyOrder(OneNode.NODE, OTHER);
    }

    @Test
    void aNodeThatHasLeftIsNoLongerListedNorGivenInstances() {
        await().atMost(PATIENCE).until(() -> nodes(first).size() == 2);
        second.close();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(nodes(first)).containsExactly(OneNode.NODE));
    }

    private static List<NodeId> nodes(OneNode node) {
        return answer(node.plane().nodes()).stream()
                .map(view -> view.description().id())
                .toList();
    }
}

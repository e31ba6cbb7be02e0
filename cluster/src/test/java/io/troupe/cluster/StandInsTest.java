package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.troupe.cluster.simulation.Scenario;
import io.troupe.cluster.simulation.SimulatedNode;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in for the actors in the simulation does what the actors do. */
class StandInsTest {
    @Test
    void theSameScenarioIsAnsweredAndStoredAlikeByRealActorsAndByThoseThatStandInForThem() {
        List<String> real;
        try (var node = new OneNode().awaitReady()) {
            real = Scenario.run(new RealNode(node));
        }
        assertThat(real)
                .contains(
                        "submitted Accepted D1",
                        "submitted Refused LOCKED",
                        "cancelled Cancelled D12 undone by scenario-13",
                        "/prod/web test: deleted");
        assertThat(Scenario.run(new SimulatedNode())).isEqualTo(real);
    }

    private record RealNode(OneNode node, PersistenceTestKit storage) implements Scenario.Node {
        private static final Duration WAIT_MAX = Duration.ofSeconds(60);

        RealNode(OneNode node) {
            this(node, PersistenceTestKit.create(node.system));
        }

        @Override
        public DeploymentReply submit(DeploymentPlan plan, boolean force, Cause cause) {
            return OneNode.answer(node.plane().submit(plan, force, cause));
        }

        @Override
        public DeploymentReply cancel(DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
            return OneNode.answer(node.plane().cancel(deployment, revert, cause));
        }

        @Override
        public WorkloadReply ask(WorkloadId workload, WorkloadCommand command) {
            return OneNode.answer(node.plane().ask(workload, command));
        }

        @Override
        public void awaitNoDeployment() {
            node.awaitNoDeployment();
        }

        @Override
        public void await(WorkloadId workload, Predicate<Optional<WorkloadView>> seen) {
            Awaitility.await()
                    .atMost(WAIT_MAX)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> seen.test(workload(workload)));
        }

        @Override
        public Optional<WorkloadView> workload(WorkloadId workload) {
            return OneNode.answer(node.plane().workload(workload));
        }

        @Override
        public List<WorkloadRecord> journal(WorkloadId workload) {
            return storage.persistedInStorage("workload|" + workload).stream()
                    .map(WorkloadRecord.class::cast)
                    .toList();
        }

        @Override
        public List<DeploymentRecord> journal(DeploymentId deployment) {
            return storage.persistedInStorage("deployment|" + deployment).stream()
                    .map(DeploymentRecord.class::cast)
                    .toList();
        }

        @Override
        public Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }
    }
}

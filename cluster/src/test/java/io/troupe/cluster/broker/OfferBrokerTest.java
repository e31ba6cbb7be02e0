package io.troupe.cluster.broker;

import static io.troupe.cluster.broker.BrokerFixture.demand;
import static io.troupe.cluster.broker.BrokerFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.cluster.Switchboard;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand.NodeList;
import io.troupe.cluster.broker.BrokerNews.Granted;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OfferBrokerTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<BrokerNews> supervisor = KIT.createTestProbe();
    private final TestProbe<AgentCommand> agents = KIT.createTestProbe();
    private final ActorRef<BrokerCommand> broker = KIT.spawn(OfferBroker.create(
            new ProbedSwitchboard(supervisor.ref(), agents.ref()),
            InstantSource.fixed(BrokerFixture.START),
            7,
            BrokerSettings.DEFAULT));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aNewBrokerAsksAllAgents() {
        agents.expectMessage(new AgentCommand.Announce(7));
    }

    @Test
    void aDemandIsAnsweredThroughTheSwitchboard() {
        broker.tell(report("a", 1));
        broker.tell(demand(1, SpecFixture.instances(2)));

        assertThat(supervisor.expectMessageClass(Granted.class))
                .satisfies(granted -> assertThat(granted.epoch()).isEqualTo(7))
                .satisfies(granted -> assertThat(granted.grants()).hasSize(2));
    }

    @Test
    void questionsAreAnsweredFromWhatWasSaidBefore() {
        TestProbe<NodeList> nodes = KIT.createTestProbe();
        TestProbe<Explanation> explanation = KIT.createTestProbe();
        BrokerCommand.Demand demand = demand(1, SpecFixture.instances(1));

        broker.tell(report("b", 1));
        broker.tell(report("a", 1));
        broker.tell(new BrokerCommand.ListNodes(nodes.ref()));
        broker.tell(new BrokerCommand.Explain(SpecFixture.WEB, demand.revision(), 0, List.of(), explanation.ref()));

        assertThat(nodes.receiveMessage().nodes())
                .extracting(view -> view.description().id().value())
                .containsExactly("a", "b");
        assertThat(explanation.receiveMessage().nodes())
                .hasSize(2)
                .allSatisfy(verdict -> assertThat(verdict.refusals()).isEmpty());
    }

    @Test
    void aNodeThatLeftIsNotListed() {
        TestProbe<NodeList> nodes = KIT.createTestProbe();

        broker.tell(report("a", 1));
        broker.tell(new BrokerCommand.NodeGone(NodeId.of("a")));
        broker.tell(new BrokerCommand.ListNodes(nodes.ref()));

        nodes.expectMessage(new NodeList(List.of()));
    }

    /** Passes on what the broker says, and fails on words that are not its own. */
    private record ProbedSwitchboard(ActorRef<BrokerNews> supervisor, ActorRef<AgentCommand> agents)
            implements Switchboard {
        @Override
        public void tell(WorkloadId workload, BrokerNews news) {
            supervisor.tell(news);
        }

        @Override
        public void tellAgents(AgentCommand command) {
            agents.tell(command);
        }

        @Override
        public void tell(WorkloadId workload, WorkloadCommand command, @Nullable ActorRef<WorkloadReply> replyTo) {
            throw new AssertionError(command);
        }

        @Override
        public void tell(TreePath tenant, GroupCommand command, @Nullable ActorRef<GroupReply> replyTo) {
            throw new AssertionError(command);
        }

        @Override
        public void tell(AgentReports reports) {
            throw new AssertionError(reports);
        }

        @Override
        public void tell(DeploymentId deployment, DeploymentCommand command) {
            throw new AssertionError(command);
        }

        @Override
        public void tell(NodeId node, AgentCommand command) {
            throw new AssertionError(command);
        }

        @Override
        public void tellBroker(BrokerCommand command) {
            throw new AssertionError(command);
        }

        @Override
        public void tellDirectory(DirectoryUpdate update) {
            throw new AssertionError(update);
        }
    }
}

package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.NODE;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.place;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said and heard between a supervisor, the broker and agents: late, again, out of order or never. */
class ExchangeTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void aReportThatSaysNothingNewIsAcknowledgedAndNotStored() {
        web.running(spec("run"), 1);
        web.report(InstanceState.RUNNING, id(1));
        web.report(InstanceState.PREPARING, id(1));
        assertThat(web.events).isEmpty();
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Acknowledge.class::isInstance);
    }

    @Test
    void whatWaitsIsDemandedAgainAtOnceWhenOneOfItsOwnHasLeftItsPlace() {
        web.running(spec("run"), 2);
        web.change(new Change.Update(spec("walk"), 2, null));
        var number = web.exchange.demand().number();
        web.decide(new WorkloadInput.Broker(new BrokerNews.NotPlaced(1, 2, new RefusalSummary(START, 2, List.of()))));

        web.report(InstanceState.FAILED, id(1));
        assertThat(web.effects)
                .filteredOn(WorkloadEffect.TellBroker.class::isInstance)
                .singleElement()
                .extracting(effect -> ((WorkloadEffect.TellBroker) effect).demand())
                .isInstanceOfSatisfying(BrokerCommand.Demand.class, demand -> {
                    assertThat(demand.waiting()).contains(id(3), id(4));
                    assertThat(demand.peers()).hasSize(1);
                    assertThat(demand.number()).isGreaterThan(number);
                });
    }

    @Test
    void aGrantThatAnswersADemandBeforeTheLastIsIgnored() {
        web.change(new Change.Create(spec("run"), 1));
        var late = new WorkloadInput.Broker(
                new BrokerNews.Granted(1, web.exchange.demand().number(), List.of(new PlacedInstance(id(1), place()))));
        web.pass(Duration.ofSeconds(5));
        web.decide(late);
        assertThat(web.events).isEmpty();
        web.grantAll();
        assertThat(web.events).hasSize(1);
    }

    @Test
    void aGrantOfAnOlderBrokerIsIgnored() {
        web.change(new Change.Create(spec("run"), 1));
        web.decide(new WorkloadInput.Broker(new BrokerNews.NotPlaced(5, 1, new RefusalSummary(START, 0, List.of()))));
        assertThat(web.exchange.demand().refusals()).isEqualTo(new RefusalSummary(START, 0, List.of()));
        web.grant(4, instance -> true);
        assertThat(web.events).isEmpty();
        web.grant(5, instance -> true);
        assertThat(web.events).hasSize(1);
    }

    @Test
    void anInstanceNobodyPlannedIsStopped() {
        web.running(spec("run"), 1);
        web.report(InstanceState.RUNNING, id(77));
        assertThat(web.events).isEmpty();
        assertThat(web.toldAgents())
                .contains(new AgentCommand.Stop(
                        WEB, List.of(id(77)), Duration.ofSeconds(3), StopReason.UNKNOWN_TO_SUPERVISOR));
        web.report(InstanceState.FAILED, id(77));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Acknowledge.class::isInstance);
    }

    @Test
    void whatNobodyAnsweredIsSaidAgain() {
        web.change(new Change.Create(spec("run"), 1));
        web.pass(Duration.ofSeconds(4));
        assertThat(web.effects).isEmpty();
        assertThat(web.deadline()).isEqualTo(START.plusSeconds(5));
        web.pass(Duration.ofSeconds(1));
        assertThat(web.effects).hasSize(1).allMatch(WorkloadEffect.TellBroker.class::isInstance);

        web.grantAll();
        web.pass(Duration.ofSeconds(5));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Launch.class::isInstance);
        web.runAll();
        web.command(new WorkloadCommand.KillInstances(List.of(id(1)), ANNA));
        web.pass(Duration.ofSeconds(5));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Stop.class::isInstance);
    }

    @Test
    void agentsAreAskedForTheWholePictureEveryHalfMinute() {
        web.running(spec("run"), 1);
        web.pass(Duration.ofSeconds(30));
        assertThat(web.effects)
                .containsExactly(new WorkloadEffect.TellAgent(NODE, new AgentCommand.Inquire(WEB, List.of(id(1)))));
        assertThat(web.deadline()).isEqualTo(web.now.plusSeconds(30));
    }

    @Test
    void afterARecoveryAllThatIsOwedIsSaidAgain() {
        web.change(new Change.Create(spec("run"), 3));
        web.grant(1, instance -> instance.slot() < 2);
        web.report(InstanceState.RUNNING, id(1));
        web.command(new WorkloadCommand.KillInstances(List.of(id(1)), ANNA));

        var revision = web.state.revision();
        assertThat(web.resume().effects())
                .containsExactlyInAnyOrder(
                        new WorkloadEffect.TellAgent(
                                NODE,
                                new AgentCommand.Launch(
                                        WEB, revision, List.of(new AgentCommand.Assignment(id(2), 1, place())))),
                        new WorkloadEffect.TellAgent(
                                NODE,
                                new AgentCommand.Stop(
                                        WEB, List.of(id(1)), Duration.ofSeconds(3), StopReason.KILLED_BY_USER)),
                        new WorkloadEffect.TellAgent(NODE, new AgentCommand.Inquire(WEB, List.of(id(1)))),
                        new WorkloadEffect.TellBroker(new BrokerCommand.Demand(
                                WEB, START.toEpochMilli(), revision, List.of(id(3), id(4)), List.of(NODE, NODE), 0)),
                        new WorkloadEffect.TellCoordinator(
                                D1, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.RUNNING)));
    }

    @Test
    void anAgentThatRefusesAgainAndAgainSlowsTheDemandDown() {
        web.change(new Change.Create(spec("run"), 1));
        var demands = 0;
        for (var round = 0; round < 10; round++) {
            web.grantAll();
            web.report(InstanceState.DROPPED, web.ids(instance -> instance.place() != null));
            demands += (int) web.effects.stream()
                    .filter(WorkloadEffect.TellBroker.class::isInstance)
                    .count();
        }
        assertThat(demands).isEqualTo(1);
        assertThat(web.deadline()).isAfter(web.now);
    }
}

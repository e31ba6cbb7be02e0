package io.troupe.cluster.broker;

import static io.troupe.cluster.broker.BrokerFixture.HALF;
import static io.troupe.cluster.broker.BrokerFixture.demand;
import static io.troupe.cluster.broker.BrokerFixture.grants;
import static io.troupe.cluster.broker.BrokerFixture.holding;
import static io.troupe.cluster.broker.BrokerFixture.knowing;
import static io.troupe.cluster.broker.BrokerFixture.refusals;
import static io.troupe.cluster.broker.BrokerFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.NodeFixture;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.placement.RefusalSummary.Count;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node of these tests has room for two instances. */
class BrokerDecisionsTest {
    private static final List<InstanceId> THREE = SpecFixture.instances(3);
    private static final List<InstanceId> TWO = THREE.subList(0, 2);
    private static final InstanceId FIRST = THREE.get(0);
    private static final InstanceId SECOND = THREE.get(1);
    private static final InstanceId THIRD = THREE.get(2);

    @Test
    void whatFitsIsGrantedAndTheRestIsToldWhyNot() {
        BrokerFixture broker = knowing(report("a", 1));

        List<BrokerEffect> effects = broker.hear(demand(1, THREE));

        assertThat(grants(effects)).extracting(PlacedInstance::id).containsExactly(FIRST, SECOND);
        assertThat(refusals(effects))
                .isEqualTo(List.of(new NotPlaced(
                        1,
                        1,
                        new RefusalSummary(
                                broker.now(),
                                1,
                                List.of(new Count(
                                        RefusalReason.MEMORY, 1, "wanted 1024 MiB, found 0 MiB free of 2048 MiB"))))));
    }

    @Test
    void aDemandStatedAgainIsAnsweredWithTheSameGrants() {
        BrokerFixture broker = knowing(report("a", 1), report("b", 1));
        List<PlacedInstance> first = grants(broker.hear(demand(1, TWO)));

        assertThat(grants(broker.hear(demand(1, TWO)))).isEqualTo(first);
        assertThat(grants(broker.hear(demand(2, TWO)))).isEqualTo(first);
    }

    @Test
    void anOlderDemandIsIgnored() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(2, List.of(), "a"));

        assertThat(broker.hear(demand(1, TWO))).isEmpty();
    }

    @Test
    void aRefusalIsNotRepeatedUntilSomethingElseIsTrueOrTheDemandIsStatedAgain() {
        BrokerFixture broker = knowing(report("a", 1, holding(THIRD, HALF)), report("b", 1));
        broker.hear(demand(1, SpecFixture.instances(WorkloadId.of("/other"), 4)));

        assertThat(broker.pass(Duration.ofSeconds(1))).isEmpty();
        assertThat(broker.hear(report("b", 2))).isEmpty();
        assertThat(refusals(broker.lose("b"))).extracting(NotPlaced::waiting).containsExactly(3);
        assertThat(refusals(broker.hear(demand(1, SpecFixture.instances(WorkloadId.of("/other"), 4)))))
                .hasSize(1);
    }

    @Test
    void aReportThatDoesNotShowAGrantYetLeavesItReserved() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));

        broker.hear(report("a", 2));

        assertThat(grants(broker.hear(demand(2, List.of(THIRD), "a", "a")))).isEmpty();
    }

    @Test
    void aGrantThatAReportShowsIsCountedOnce() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, List.of(FIRST)));
        broker.hear(report("a", 2, holding(FIRST, HALF)));

        assertThat(grants(broker.hear(demand(2, List.of(SECOND), "a")))).hasSize(1);
    }

    @Test
    void anInstanceThatANodeHoldsGetsNoOtherPlace() {
        BrokerFixture broker = knowing(report("a", 1, holding(FIRST, HALF)), report("b", 1));

        assertThat(broker.hear(demand(1, List.of(FIRST)))).isEmpty();
    }

    @Test
    void olderAndDoubledReportsAreIgnored() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(report("a", 3, holding(FIRST, HALF), holding(SECOND, HALF)));

        broker.hear(report("a", 2));
        broker.hear(report("a", 3));
        broker.hear(report(NodeFixture.node("a"), 0, 9));

        assertThat(grants(broker.hear(demand(1, List.of(THIRD))))).isEmpty();
    }

    @Test
    void aReportOfALaterIncarnationStartsCountingAnew() {
        BrokerFixture broker = knowing(report("a", 5, holding(FIRST, HALF), holding(SECOND, HALF)));

        broker.hear(report(NodeFixture.node("a"), 2, 1));

        assertThat(grants(broker.hear(demand(1, List.of(THIRD))))).hasSize(1);
    }

    @Test
    void whoWaitsIsServedWhenAnInstanceEnds() {
        BrokerFixture broker = knowing(report("a", 1, holding(FIRST, HALF), holding(SECOND, HALF)));
        broker.hear(demand(1, List.of(THIRD)));

        assertThat(grants(broker.hear(report("a", 2, holding(FIRST, HALF)))))
                .extracting(PlacedInstance::id)
                .containsExactly(THIRD);
    }

    @Test
    void whoWaitsIsServedWhenANodeJoins() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, THREE));

        assertThat(grants(broker.hear(report("b", 1))))
                .extracting(grant -> grant.place().node())
                .containsExactly(NodeId.of("b"));
    }

    @Test
    void aPlaceThatNoReportShowsIsGivenToWhoAsksForItAfterHalfAMinute() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));
        broker.hear(demand(2, List.of(THIRD), "a", "a"));

        assertThat(grants(broker.pass(Duration.ofSeconds(29)))).isEmpty();
        assertThat(grants(broker.pass(Duration.ofSeconds(1)))).isEmpty();
        assertThat(grants(broker.hear(demand(3, List.of(THIRD), "a", "a"))))
                .extracting(PlacedInstance::id)
                .containsExactly(THIRD);
    }

    @Test
    void aDemandOfWhichNobodyTookThePlacesIsForgotten() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));
        broker.pass(Duration.ofSeconds(30));

        assertThat(grants(broker.hear(report("a", 2)))).isEmpty();
        assertThat(broker.state().grants().of(SpecFixture.WEB)).isEmpty();
    }

    @Test
    void whatAReportHasShownIsNotPlacedAgainThoughItEndsBeforeTheDemandIsStatedAnew() {
        Constraint alone = new Constraint("hostname", ConstraintOperator.UNIQUE, null);
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO, alone));
        broker.hear(report("a", 2, holding(FIRST, HALF)));
        broker.hear(report("a", 3));

        assertThat(grants(broker.hear(report("b", 1))))
                .singleElement()
                .satisfies(placed -> assertThat(placed.id()).isEqualTo(SECOND))
                .satisfies(placed -> assertThat(placed.place().node().value()).isEqualTo("b"));
    }

    @Test
    void aPlaceIsForTheRunOfTheAgentThatSaidWhatIsFree() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(report(NodeFixture.node("a"), 7, 1));

        assertThat(grants(broker.hear(demand(1, TWO))))
                .extracting(placed -> placed.place().incarnation())
                .containsExactly(7L, 7L);
    }

    @Test
    void whatAReportShowsBeforeTheDemandIsStatedAnewStillCountsForConstraints() {
        Constraint alone = new Constraint("hostname", ConstraintOperator.UNIQUE, null);
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO, alone));
        broker.hear(report("a", 2, holding(FIRST, HALF)));

        assertThat(grants(broker.hear(report("b", 1))))
                .hasSize(1)
                .allMatch(placed -> placed.place().node().value().equals("b"));
    }

    @Test
    void aWithdrawnDemandGivesItsPlacesBack() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));
        broker.hear(demand(2, List.of()));

        assertThat(grants(broker.hear(demand(3, List.of(THIRD))))).hasSize(1);
    }

    @Test
    void aStoredGrantIsKeptWhenTheDemandIsEmpty() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));
        broker.hear(demand(2, List.of(), "a", "a"));

        assertThat(grants(broker.hear(demand(3, List.of(THIRD), "a", "a")))).isEmpty();
    }

    @Test
    void aGrantOnANodeThatLeavesIsReplacedByAnother() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.hear(demand(1, TWO));
        broker.hear(report("b", 1));

        assertThat(grants(broker.lose("a")))
                .extracting(grant -> grant.place().node())
                .containsExactly(NodeId.of("b"), NodeId.of("b"));
    }

    @Test
    void aLateReportDoesNotBringBackANodeThatLeftButANewOneDoes() {
        BrokerFixture broker = knowing(report("a", 3));
        broker.lose("a");

        broker.hear(report("a", 2));
        broker.hear(report("a", 4));
        assertThat(BrokerDecisions.nodes(broker.state())).isEmpty();
        broker.hear(report(NodeFixture.node("a"), 2, 1));
        assertThat(BrokerDecisions.nodes(broker.state())).hasSize(1);
    }

    @Test
    void aNodeThatFallsSilentGetsNothingUntilItIsHeardAgain() {
        BrokerFixture broker = knowing(report("a", 1));
        broker.pass(Duration.ofSeconds(101));

        assertThat(refusals(broker.hear(demand(1, List.of(FIRST)))))
                .flatExtracting(refusal -> refusal.refusals().counts())
                .extracting(Count::reason)
                .containsExactly(RefusalReason.NODE_UNAVAILABLE);
        assertThat(grants(broker.hear(report("a", 2)))).hasSize(1);
    }

    @Test
    void agentsAreAskedAgainNowAndThen() {
        BrokerFixture broker = new BrokerFixture(7);

        assertThat(broker.pass(Duration.ofSeconds(29))).isEmpty();
        assertThat(broker.pass(Duration.ofSeconds(1))).isEqualTo(List.of(new BrokerEffect.AskAgents(7)));
        assertThat(broker.pass(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void manyGrantsGoInSeveralMessages() {
        NodeFixture huge = NodeFixture.node("a").total(new Resources(0, 2_000_000, 0, 0));
        BrokerFixture broker = knowing(report(huge, 1, 1));

        List<BrokerEffect> effects = broker.hear(demand(1, SpecFixture.instances(1_200)));

        assertThat(effects).hasSize(3);
        assertThat(grants(effects)).hasSize(1_200);
    }

    @Test
    void anExplanationCountsWhatIsGrantedButNotYetSeen() {
        BrokerFixture broker = knowing(report("a", 1), report("b", 1));
        broker.hear(demand(1, THREE));

        Explanation explanation = DemandPlanner.explain(
                broker.state(),
                SpecFixture.WEB,
                SpecFixture.process(new Resources(0, 1025, 0, 0)),
                3,
                List.of(),
                broker.now());

        assertThat(explanation.nodes())
                .allSatisfy(verdict -> assertThat(verdict.refusals())
                        .singleElement()
                        .satisfies(refusal -> assertThat(refusal.wanted()).isEqualTo("1025 MiB")));
    }
}

package io.troupe.cluster.broker;

import static io.troupe.cluster.broker.BrokerFixture.HALF;
import static io.troupe.cluster.broker.BrokerFixture.demand;
import static io.troupe.cluster.broker.BrokerFixture.demandAfterOthers;
import static io.troupe.cluster.broker.BrokerFixture.demandHaving;
import static io.troupe.cluster.broker.BrokerFixture.grants;
import static io.troupe.cluster.broker.BrokerFixture.holding;
import static io.troupe.cluster.broker.BrokerFixture.knowing;
import static io.troupe.cluster.broker.BrokerFixture.refusals;
import static io.troupe.cluster.broker.BrokerFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a broker does that has not heard of everybody yet. A node of these tests has room for two instances. */
class NewBrokerTest {
    private static final List<InstanceId> THREE = SpecFixture.instances(3);
    private static final List<InstanceId> TWO = THREE.subList(0, 2);
    private static final InstanceId FIRST = THREE.get(0);
    private static final InstanceId SECOND = THREE.get(1);
    private static final InstanceId THIRD = THREE.get(2);

    @Test
    void beforeAnyNodeIsKnownDemandsWaitAndAreServedByTheFirstReport() {
        BrokerFixture broker = new BrokerFixture(1);

        assertThat(broker.hear(demand(1, TWO))).isEmpty();
        assertThat(broker.pass(Duration.ofSeconds(1))).isEmpty();
        assertThat(grants(broker.hear(report("a", 1)))).hasSize(2);
    }

    @Test
    void afterTheWarmUpAClusterWithoutNodesIsTold() {
        BrokerFixture broker = new BrokerFixture(1);
        broker.hear(demand(1, TWO));

        assertThat(refusals(broker.pass(Duration.ofSeconds(2))))
                .isEqualTo(List.of(new NotPlaced(1, 2, new RefusalSummary(broker.now(), 0, List.of()))));
    }

    @Test
    void duringTheWarmUpNobodyIsRefusedButAllIsGranted() {
        BrokerFixture broker = new BrokerFixture(1);
        broker.hear(report("a", 1));

        List<BrokerEffect> effects = broker.hear(demand(1, THREE));
        assertThat(grants(effects)).hasSize(2);
        assertThat(refusals(effects)).isEmpty();
        assertThat(refusals(broker.pass(Duration.ofSeconds(3)))).hasSize(1);
    }

    @Test
    void aNewBrokerDoesNotJudgeByConstraintsWhatItHasNotHeardOf() {
        Constraint together = new Constraint("rack", ConstraintOperator.CLUSTER, null);
        BrokerFixture broker = knowing(report("a", 1));

        assertThat(grants(broker.hear(demand(1, List.of(FIRST), together, "unheard"))))
                .isEmpty();
        broker.pass(Duration.ofSeconds(100));
        assertThat(broker.hear(demand(2, List.of(FIRST), together, "unheard"))).isNotEmpty();
    }

    @Test
    void whatWasGrantedAndNotTakenIsJudgedAnewOnceAnotherBrokerHasPlacedSome() {
        Constraint alone = new Constraint("hostname", ConstraintOperator.UNIQUE, null);
        BrokerFixture broker = knowing(report("a", 1), report("b", 1));
        String first = grants(broker.hear(demand(1, List.of(FIRST), alone)))
                .getFirst()
                .place()
                .node()
                .value();

        assertThat(grants(broker.hear(demandAfterOthers(2, List.of(FIRST), alone, first))))
                .hasSize(1)
                .noneMatch(placed -> placed.place().node().value().equals(first));
    }

    @Test
    void aBrokerWhoseClockIsBehindThatOfTheOneBeforeMakesItselfBelieved() {
        BrokerFixture broker = knowing(report("a", 1));

        assertThat(broker.hear(demandHaving(7, TWO)))
                .containsExactly(new BrokerEffect.Tell(
                        SpecFixture.WEB, new BrokerNews.Granted(8, 1, grants(broker.hear(demandHaving(7, TWO))))));
    }

    @Test
    void aNewBrokerSpeaksWithItsOwnEpochAndCountsWhatRuns() {
        BrokerFixture next = new BrokerFixture(2);
        next.hear(report("a", 9, holding(FIRST, HALF)));

        List<BrokerEffect> effects = next.hear(demand(4, List.of(SECOND, THIRD), "a"));

        assertThat(effects)
                .singleElement()
                .isInstanceOfSatisfying(
                        BrokerEffect.Tell.class,
                        tell -> assertThat(tell.news().epoch()).isEqualTo(2));
        assertThat(grants(effects)).hasSize(1);
    }
}

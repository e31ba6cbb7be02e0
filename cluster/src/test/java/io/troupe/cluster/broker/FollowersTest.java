package io.troupe.cluster.broker;

import static io.troupe.cluster.broker.BrokerFixture.START;
import static io.troupe.cluster.broker.BrokerFixture.knowing;
import static io.troupe.cluster.broker.BrokerFixture.report;
import static io.troupe.cluster.placement.NodeFixture.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerCommand.Follow;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the broker tells workloads whose number of instances follows the nodes. */
class FollowersTest {
    private static final List<InstanceId> THREE = SpecFixture.instances(3);
    private static final Revision ON_SSD = new Revision(
            1,
            START,
            SpecFixture.process(SpecFixture.SMALL).toBuilder()
                    .slots(new SlotRule.EveryNode())
                    .constraints(List.of(new Constraint("disk", ConstraintOperator.IS, "ssd")))
                    .build());

    @Test
    void whoFollowsHearsOfAllNodesAtOnce() {
        var broker = knowing(ssd("a", 1, 1), report("b", 1));

        assertThat(broker.hear(follow(7))).containsExactly(told(7, 1, List.of("a"), List.of("b")));
    }

    @Test
    void itHearsAgainWhenANodeComesChangesOrGoesAndNotOtherwise() {
        var broker = knowing(ssd("a", 1, 1));
        broker.hear(follow(7));

        assertThat(broker.hear(ssd("a", 1, 2))).isEmpty();
        assertThat(broker.hear(ssd("b", 1, 1))).containsExactly(told(7, 2, List.of("a", "b"), List.of()));
        assertThat(broker.hear(report(node("b").attribute("disk", "spinning"), 2, 1)))
                .containsExactly(told(7, 3, List.of("a"), List.of("b")));
        assertThat(broker.lose("a")).containsExactly(told(7, 4, List.of(), List.of("b")));
    }

    @Test
    void aQuestionAskedAgainIsAnsweredAgainAndAnOlderOneIsNot() {
        var broker = knowing(ssd("a", 1, 1));
        broker.hear(follow(7));

        assertThat(broker.hear(follow(8))).containsExactly(told(8, 2, List.of("a"), List.of()));
        assertThat(broker.hear(follow(7))).isEmpty();
    }

    @Test
    void aBrokerThatIsNotBelievedBecauseAnotherWasHeardOfIsBelievedAgain() {
        var broker = knowing(ssd("a", 1, 1));

        assertThat(broker.hear(new Follow(SpecFixture.WEB, 7, ON_SSD, 5)))
                .containsExactly(new BrokerEffect.Tell(
                        SpecFixture.WEB, new BrokerNews.Nodes(6, 7, 1, ids(List.of("a")), List.of())));
    }

    @Test
    void whoIsNotHeardOfForLongIsForgotten() {
        var broker = knowing(ssd("a", 1, 1));
        broker.hear(follow(7));
        broker.pass(Duration.ofMinutes(11));

        assertThat(broker.hear(ssd("b", 1, 1))).isEmpty();
    }

    @Test
    void aNodeThatIsSilentForLongIsMissingUntilItIsHeardAgain() {
        var broker = knowing(ssd("a", 1, 1));
        broker.hear(follow(7));

        assertThat(broker.pass(Duration.ofSeconds(101))).contains(told(7, 2, List.of(), List.of()));
        assertThat(broker.hear(ssd("a", 1, 2))).contains(told(7, 3, List.of("a"), List.of()));
    }

    @Test
    void aNodeThatShowsAnInstanceTakesNoOtherThoughItsSupervisorHasGivenItUp() {
        var stranger = InstanceId.mint(SpecFixture.WEB, "given-up");
        var broker = knowing(
                report(
                        node("a").attribute("disk", "ssd"),
                        1,
                        1,
                        new Holding(stranger, SpecFixture.WEB, SpecFixture.SMALL, List.of())),
                ssd("b", 1, 1));

        assertThat(nodes(broker.hear(demand(1, THREE.subList(0, 2))))).containsExactly("b");
    }

    @Test
    void aPlaceThatAnotherInstanceHasTakenSinceIsNotGrantedAgain() {
        var broker = knowing(ssd("a", 1, 1));
        assertThat(nodes(broker.hear(demand(1, THREE.subList(0, 1))))).containsExactly("a");

        assertThat(nodes(broker.hear(demand(2, THREE.subList(0, 1), "a")))).isEmpty();
    }

    private static BrokerCommand.NodeReport ssd(String name, long incarnation, long number) {
        return report(node(name).attribute("disk", "ssd"), incarnation, number);
    }

    private static Follow follow(long number) {
        return new Follow(SpecFixture.WEB, number, ON_SSD, 1);
    }

    private static Demand demand(long number, List<InstanceId> waiting, String... peers) {
        return new Demand(
                SpecFixture.WEB,
                number,
                ON_SSD,
                waiting,
                Arrays.stream(peers).map(NodeId::of).toList(),
                1);
    }

    private static BrokerEffect told(long follow, long answer, List<String> fit, List<String> others) {
        return new BrokerEffect.Tell(SpecFixture.WEB, new BrokerNews.Nodes(1, follow, answer, ids(fit), ids(others)));
    }

    private static List<NodeId> ids(List<String> names) {
        return names.stream().map(NodeId::of).toList();
    }

    private static Stream<String> nodes(List<BrokerEffect> effects) {
        return BrokerFixture.grants(effects).stream()
                .map(PlacedInstance::place)
                .map(place -> place.node().value());
    }
}

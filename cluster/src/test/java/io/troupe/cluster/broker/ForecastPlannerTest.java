package io.troupe.cluster.broker;

import static io.troupe.cluster.broker.BrokerFixture.HALF;
import static io.troupe.cluster.broker.BrokerFixture.grants;
import static io.troupe.cluster.broker.BrokerFixture.holding;
import static io.troupe.cluster.broker.BrokerFixture.knowing;
import static io.troupe.cluster.broker.BrokerFixture.refusals;
import static io.troupe.cluster.broker.BrokerFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.broker.Wish.Leaver;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.placement.Forecast.Outlook;
import io.troupe.protocol.placement.Forecast.Share;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A node of these tests has room for two instances of half its memory. */
class ForecastPlannerTest {
    private static final WorkloadId OTHER = WorkloadId.of("/prod/other");

    @Test
    void whatIsForetoldIsWhatIsGrantedThen() {
        for (long seed = 0; seed < 500; seed++) {
            var dice = new SplittableRandom(seed);
            var reports = reports(dice);
            var asked = knowing(reports);
            var twin = knowing(reports);
            var spec = spec(dice);
            int instances = 1 + dice.nextInt(8);

            var foretold = forecast(asked, List.of(List.of(created(spec, instances))));
            var effects = asked.hear(new Demand(
                    SpecFixture.WEB,
                    1,
                    new Revision(1, BrokerFixture.START, spec),
                    SpecFixture.instances(instances),
                    List.of(),
                    1));

            assertThat(instancesByNode(foretold.outlooks().getFirst()))
                    .as("seed " + seed)
                    .isEqualTo(instancesByNode(grants(effects)));
            var refused = refusals(effects);
            assertThat(foretold.outlooks().getFirst().waiting())
                    .isEqualTo(refused.isEmpty() ? 0 : refused.getFirst().waiting());
            assertThat(foretold.outlooks().getFirst().refusals())
                    .isEqualTo(refused.isEmpty() ? null : refused.getFirst().refusals());
            assertThat(effects)
                    .as("nobody can tell that a forecast was made")
                    .isEqualTo(twin.hear(new Demand(
                            SpecFixture.WEB,
                            1,
                            new Revision(1, BrokerFixture.START, spec),
                            SpecFixture.instances(instances),
                            List.of(),
                            1)));
        }
    }

    private static NodeReport[] reports(SplittableRandom dice) {
        var reports = new ArrayList<NodeReport>();
        for (int node = 0; node <= dice.nextInt(5); node++) {
            var held = new ArrayList<Holding>();
            if (dice.nextBoolean()) {
                held.add(new Holding(
                        InstanceId.mint(OTHER, "held-" + node),
                        OTHER,
                        new Resources(100, dice.nextInt(2048), 0, 0),
                        List.of(31_000 + dice.nextInt(100))));
            }
            reports.add(report("n" + node, 1, held.toArray(Holding[]::new)));
        }
        return reports.toArray(NodeReport[]::new);
    }

    private static WorkloadSpec spec(SplittableRandom dice) {
        var spec = SpecFixture.process(new Resources(100, 100 + dice.nextInt(1024), 0, 0)).toBuilder();
        if (dice.nextBoolean()) {
            spec.constraints(List.of(new Constraint("hostname", ConstraintOperator.MAX_PER, "2")));
        }
        if (dice.nextBoolean()) {
            spec.ports(List.of(SpecFixture.port(0, 0)));
        }
        return spec.build();
    }

    @Test
    void portsAreCountedAndWhoWaitsIsToldWhy() {
        var spec = SpecFixture.process(HALF).toBuilder()
                .ports(List.of(SpecFixture.port(0, 0), SpecFixture.port(0, 0)))
                .build();
        var broker = knowing(report("a", 1));

        var outlook =
                forecast(broker, List.of(List.of(created(spec, 3)))).outlooks().getFirst();

        assertThat(outlook)
                .isEqualTo(new Outlook(
                        SpecFixture.WEB,
                        List.of(new Share(NodeId.of("a"), "a.test", 2, 4)),
                        1,
                        new RefusalSummary(
                                broker.now(),
                                1,
                                List.of(new RefusalSummary.Count(
                                        RefusalReason.MEMORY, 1, "wanted 1024 MiB, found 0 MiB free of 2048 MiB")))));
    }

    @Test
    void whatRunsOnEveryNodeIsAsManyAsTheNodesThatAreFit() {
        var spec = SpecFixture.process(HALF).toBuilder()
                .slots(new SlotRule.EveryNode())
                .build();
        var broker = knowing(report("a", 1), report("b", 1));

        assertThat(forecast(broker, List.of(List.of(created(spec, 1)))).outlooks())
                .containsExactly(new Outlook(
                        SpecFixture.WEB,
                        List.of(new Share(NodeId.of("a"), "a.test", 1, 0), new Share(NodeId.of("b"), "b.test", 1, 0)),
                        0,
                        null));
    }

    @Test
    void aLaterStepFindsWhatAnEarlierOneLeaves() {
        var broker = knowing(report("a", 1), report("b", 1));

        var outlooks = forecast(
                        broker,
                        List.of(List.of(created(SpecFixture.process(HALF), 3)), List.of(created(ofOther(HALF), 2))))
                .outlooks();

        assertThat(outlooks).extracting(Outlook::waiting).containsExactly(0, 1);
    }

    @Test
    void whatIsReplacedMakesRoomAsFarAsTheRolloutAllows() {
        var broker = knowing(report("a", 1, held("old-0"), held("old-1")));

        assertThat(forecast(broker, List.of(List.of(replaced(2, 1, 2)))).outlooks())
                .containsExactly(
                        new Outlook(SpecFixture.WEB, List.of(new Share(NodeId.of("a"), "a.test", 2, 0)), 0, null));
        var stuck =
                forecast(broker, List.of(List.of(replaced(2, 2, 4)))).outlooks().getFirst();
        assertThat(stuck.shares()).isEmpty();
        assertThat(stuck.waiting()).isEqualTo(2);
    }

    @Test
    void whoWaitsAlreadyTakesWhatIsFreedFirst() {
        var broker = knowing(report("a", 1, held("old-0"), held("old-1")));
        broker.hear(new Demand(
                OTHER,
                1,
                new Revision(1, BrokerFixture.START, ofOther(HALF)),
                SpecFixture.instances(OTHER, 1),
                List.of(),
                1));

        assertThat(forecast(broker, List.of(List.of(replaced(2, 1, 2))))
                        .outlooks()
                        .getFirst()
                        .waiting())
                .as("one made room, another took it, and the last must stay")
                .isEqualTo(2);
    }

    @Test
    void aRolloutOfVeryManyIsToldInBoundedTime() {
        var held = new ArrayList<Holding>();
        var leaving = new ArrayList<Leaver>();
        for (int number = 0; number < 1000; number++) {
            var id = InstanceId.mint(SpecFixture.WEB, "old-" + number);
            held.add(holding(id, new Resources(1, 1, 0, 0)));
            leaving.add(new Leaver(id, NodeId.of("a"), true));
        }
        var broker = knowing(report("a", 1, held.toArray(Holding[]::new)));
        var wish = new Wish(
                SpecFixture.WEB,
                new Revision(2, BrokerFixture.START, SpecFixture.process(new Resources(1, 1, 0, 0))),
                1000,
                List.of(),
                leaving,
                1000,
                1001);

        assertThat(forecast(broker, List.of(List.of(wish)))
                        .outlooks()
                        .getFirst()
                        .waiting())
                .isZero();
    }

    private static Holding held(String name) {
        return holding(InstanceId.mint(SpecFixture.WEB, name), HALF);
    }

    private static Wish replaced(int instances, int readyMin, int existingMax) {
        return new Wish(
                SpecFixture.WEB,
                new Revision(2, BrokerFixture.START, SpecFixture.process(HALF)),
                instances,
                List.of(),
                List.of(
                        new Leaver(InstanceId.mint(SpecFixture.WEB, "old-0"), NodeId.of("a"), true),
                        new Leaver(InstanceId.mint(SpecFixture.WEB, "old-1"), NodeId.of("a"), true)),
                readyMin,
                existingMax);
    }

    private static WorkloadSpec ofOther(Resources resources) {
        return SpecFixture.process(resources).toBuilder().id(OTHER).build();
    }

    private static Wish created(WorkloadSpec spec, int instances) {
        return new Wish(
                spec.id(), new Revision(1, BrokerFixture.START, spec), instances, List.of(), List.of(), 0, instances);
    }

    private static Forecast forecast(BrokerFixture broker, List<List<Wish>> steps) {
        return ForecastPlanner.forecast(broker.state().copy(), steps, broker.now());
    }

    private static Map<NodeId, Integer> instancesByNode(Outlook outlook) {
        var counts = new TreeMap<NodeId, Integer>();
        outlook.shares().forEach(share -> counts.put(share.node(), share.instances()));
        return counts;
    }

    private static Map<NodeId, Integer> instancesByNode(List<PlacedInstance> grants) {
        var counts = new TreeMap<NodeId, Integer>();
        grants.forEach(grant -> counts.merge(grant.place().node(), 1, Integer::sum));
        return counts;
    }
}

package io.troupe.cluster.broker;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.broker.BrokerNews.Granted;
import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.NodeFixture;
import io.troupe.cluster.placement.SpecFixture;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A broker's core on virtual time, and short words for what it hears and says. */
final class BrokerFixture {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Resources HALF = new Resources(0, 1024, 0, 0);

    private final BrokerState state;
    private Instant now = START;

    BrokerFixture(long epoch) {
        state = new BrokerState(epoch, START, BrokerSettings.DEFAULT);
    }

    /** A broker that has heard of these nodes, past its warm-up. */
    static BrokerFixture knowing(NodeReport... reports) {
        BrokerFixture broker = new BrokerFixture(1);
        Stream.of(reports).forEach(broker::hear);
        broker.pass(Duration.ofSeconds(3));
        return broker;
    }

    List<BrokerEffect> hear(NodeReport report) {
        return decide(new BrokerInput.Reported(report));
    }

    List<BrokerEffect> hear(Demand demand) {
        return decide(new BrokerInput.Demanded(demand));
    }

    List<BrokerEffect> hear(BrokerCommand.Follow follow) {
        return decide(new BrokerInput.Followed(follow));
    }

    List<BrokerEffect> lose(String node) {
        return decide(new BrokerInput.Gone(NodeId.of(node)));
    }

    List<BrokerEffect> pass(Duration time) {
        now = now.plus(time);
        return decide(new BrokerInput.Tick());
    }

    BrokerState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    private List<BrokerEffect> decide(BrokerInput input) {
        return BrokerDecisions.decide(state, List.of(input), now);
    }

    static NodeReport report(String node, long number, Holding... holdings) {
        return report(NodeFixture.node(node), 1, number, holdings);
    }

    static NodeReport report(NodeFixture node, long incarnation, long number, Holding... holdings) {
        return new NodeReport(node.description(), incarnation, number, true, List.of(holdings));
    }

    static Holding holding(InstanceId instance, Resources resources) {
        return new Holding(instance, SpecFixture.WEB, resources, List.of());
    }

    static Demand demand(long number, List<InstanceId> waiting, String... peers) {
        return demand(number, SpecFixture.process(HALF), waiting, 1, peers);
    }

    static Demand demand(long number, List<InstanceId> waiting, Constraint constraint, String... peers) {
        return demand(number, constrained(constraint), waiting, 1, peers);
    }

    /** A demand of a supervisor that has heard of another broker since. */
    static Demand demandAfterOthers(long number, List<InstanceId> waiting, Constraint constraint, String... peers) {
        return demand(number, constrained(constraint), waiting, 7, peers);
    }

    private static WorkloadSpec constrained(Constraint constraint) {
        return SpecFixture.process(HALF).toBuilder()
                .constraints(List.of(constraint))
                .build();
    }

    /** The first demand of a supervisor that has heard of a broker before. */
    static Demand demandHaving(long heardEpoch, List<InstanceId> waiting) {
        return demand(1, SpecFixture.process(HALF), waiting, heardEpoch);
    }

    private static Demand demand(
            long number, WorkloadSpec spec, List<InstanceId> waiting, long heardEpoch, String... peers) {
        return new Demand(
                SpecFixture.WEB,
                number,
                new Revision(1, START, spec),
                waiting,
                Stream.of(peers).map(NodeId::of).toList(),
                heardEpoch);
    }

    static List<PlacedInstance> grants(List<BrokerEffect> effects) {
        return news(effects)
                .flatMap(news -> switch (news) {
                    case Granted granted -> granted.grants().stream();
                    case NotPlaced refused -> Stream.empty();
                    case BrokerNews.Nodes nodes -> Stream.empty();
                })
                .toList();
    }

    static List<NotPlaced> refusals(List<BrokerEffect> effects) {
        return news(effects)
                .flatMap(news -> switch (news) {
                    case Granted granted -> Stream.empty();
                    case NotPlaced refused -> Stream.of(refused);
                    case BrokerNews.Nodes nodes -> Stream.empty();
                })
                .toList();
    }

    private static Stream<BrokerNews> news(List<BrokerEffect> effects) {
        return effects.stream().flatMap(effect -> switch (effect) {
            case BrokerEffect.Tell tell -> Stream.of(tell.news());
            case BrokerEffect.AskAgents ask -> Stream.empty();
        });
    }
}

package io.troupe.cluster.broker;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerCommand.Follow;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every rule of the broker: whom to believe, how long to keep a place, when to try again and when to speak.
 *
 * <p>A granted place is kept until a report of the node shows the instance, until it expires, or until the supervisor states a demand
 * from which neither the instance nor a peer on that node can be told any more. Who waits is tried again when something changed that may help: a
 * node came or left, a report shows that something ended, a grant was given back.
 */
final class BrokerDecisions {
    private static final Duration LATE_MAX = Duration.ofSeconds(5);

    private BrokerDecisions() {}

    /** Takes in all inputs, in their order, then looks once at every demand that they concern. */
    static List<BrokerEffect> decide(BrokerState state, List<BrokerInput> inputs, Instant now) {
        List<BrokerEffect> effects = new ArrayList<>();
        for (BrokerInput input : inputs) {
            switch (input) {
                case BrokerInput.Reported(NodeReport report) -> heard(state, report, now);
                case BrokerInput.Gone(NodeId node) -> gone(state, node, now);
                case BrokerInput.Demanded(Demand demand) -> demanded(state, demand, now);
                case BrokerInput.Followed(Follow follow) -> followed(state, follow, now);
                case BrokerInput.Tick() -> effects.addAll(passed(state, now));
            }
        }
        effects.addAll(state.followers().answers(state.epoch(), state.nodes()));
        for (WorkloadId workload : state.takeDue()) {
            OpenDemand demand = state.open(workload);
            if (demand != null) {
                effects.addAll(DemandPlanner.serve(state, demand, now));
            }
        }
        return effects;
    }

    static List<NodeView> nodes(BrokerState state) {
        return state.nodes().stream().map(KnownNode::view).toList();
    }

    private static void heard(BrokerState state, NodeReport report, Instant now) {
        NodeId id = report.node().id();
        KnownNode before = state.node(id);
        KnownNode after = new KnownNode(report, now, false);
        NodeReport last = before == null ? state.lastReportOfDeparted(id) : before.report();
        if (last != null && !isNewer(report, last) || before == null && isFromTheDeparted(state, report, now)) {
            return;
        }
        state.put(after);
        for (Holding holding : report.holdings()) {
            state.release(holding.instance());
            state.show(holding.workload(), holding.instance(), id);
        }
        if (before == null || before.silent() || !before.report().node().equals(report.node())) {
            state.followers().nodesChanged();
        }
        if (before == null || after.offersMoreThan(before)) {
            state.markAllDue();
        }
    }

    /** What was under way when the node left; it must not bring the node back, for nobody would tell again that it has left. */
    private static boolean isFromTheDeparted(BrokerState state, NodeReport report, Instant now) {
        var id = report.node().id();
        var last = state.lastReportOfDeparted(id);
        return last != null
                && report.incarnation() == last.incarnation()
                && state.leftAt(id).plus(LATE_MAX).isAfter(now);
    }

    private static boolean isNewer(NodeReport report, NodeReport last) {
        return report.incarnation() > last.incarnation()
                || report.incarnation() == last.incarnation() && report.number() > last.number();
    }

    private static void gone(BrokerState state, NodeId node, Instant now) {
        KnownNode known = state.node(node);
        if (known == null) {
            return;
        }
        state.grants().on(node).forEach(grant -> state.release(grant.instance()));
        state.depart(known, now);
        state.followers().nodesChanged();
        state.markAllDue();
    }

    private static void followed(BrokerState state, Follow follow, Instant now) {
        if (follow.heardEpoch() > state.epoch()) {
            state.outdo(follow.heardEpoch());
        }
        state.followers().hear(follow, now);
    }

    private static void demanded(BrokerState state, Demand demand, Instant now) {
        WorkloadId workload = demand.workload();
        boolean heardOfUsLast = demand.heardEpoch() == state.epoch();
        if (demand.heardEpoch() > state.epoch()) {
            state.outdo(demand.heardEpoch());
        }
        Optional<Long> last = state.lastNumber(workload);
        if (last.filter(number -> demand.number() < number).isPresent()) {
            return;
        }
        releaseUnwanted(state, demand);
        if (!heardOfUsLast && last.filter(number -> demand.number() == number).isEmpty()) {
            // Another broker may have placed others since: what we granted to those who still wait is judged anew. All
            // answers to
            // the same demand agree, though.
            demand.waiting().forEach(state::release);
        }
        if (demand.waiting().isEmpty()) {
            state.withdraw(workload, demand.number(), now);
            return;
        }
        OpenDemand heard = OpenDemand.heard(demand, now, state.open(workload));
        state.put(heard);
        state.showAllOf(heard);
        state.markDue(workload);
    }

    /** Gives back the places of instances that neither wait any more nor can be among the peers. */
    private static void releaseUnwanted(BrokerState state, Demand demand) {
        Set<InstanceId> waiting = Set.copyOf(demand.waiting());
        Set<NodeId> peers = Set.copyOf(demand.peers());
        List<Grant> unwanted = state.grants().of(demand.workload()).stream()
                .filter(grant -> !waiting.contains(grant.instance()) && !peers.contains(grant.node()))
                .toList();
        unwanted.forEach(grant -> state.release(grant.instance()));
        if (!unwanted.isEmpty()) {
            state.markAllDue();
        }
    }

    private static List<BrokerEffect> passed(BrokerState state, Instant now) {
        BrokerSettings settings = state.settings();
        List<Grant> expired = state.grants().expiredAt(now);
        expired.forEach(grant -> giveUp(state, grant, now));
        if (!expired.isEmpty()) {
            state.markAllDue();
        }
        state.forgetDemandsBefore(now.minus(settings.demandExpiry()));
        state.followers().forgetBefore(now.minus(settings.demandExpiry()));
        for (KnownNode node : List.copyOf(state.nodes())) {
            if (!node.silent() && node.lastSeen().plus(settings.silenceMax()).isBefore(now)) {
                state.put(new KnownNode(node.report(), node.lastSeen(), true));
                state.markAllDue();
                state.followers().nodesChanged();
            }
        }
        if (now.isBefore(state.announcedAt().plus(settings.announceInterval()))) {
            return List.of();
        }
        state.announced(now);
        return List.of(new BrokerEffect.AskAgents(state.epoch()));
    }

    /** Nobody took it in time, so the demand may be out of date; and an answer that is still on its way must not meet another one of the same demand. */
    private static void giveUp(BrokerState state, Grant grant, Instant now) {
        state.release(grant.instance());
        OpenDemand open = state.open(grant.workload());
        if (open != null) {
            state.withdraw(grant.workload(), open.demand().number(), now);
        }
    }
}

package io.troupe.cluster.broker;

import io.troupe.cluster.agent.Holding;
import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerCommand.Follow;
import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.broker.BrokerNews.Granted;
import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.Placement;
import io.troupe.cluster.placement.PlacementRequest;
import io.troupe.cluster.placement.PlacementResult;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
                effects.addAll(serve(state, demand, now));
            }
        }
        return effects;
    }

    /** Why one more instance of the workload would or would not find a place on each node. */
    static Explanation explain(
            BrokerState state, WorkloadId workload, WorkloadSpec spec, int waiting, List<NodeId> peers, Instant now) {
        List<NodeId> granted = placedAndWaiting(state, workload);
        int instances = peers.size() + Math.max(waiting, granted.size() + 1);
        PlacementRequest request =
                new PlacementRequest(spec, List.of(), peers(state, workload, spec, peers, granted), instances);
        return new Explanation(workload, now, waiting, Placement.explain(state.snapshots(), request));
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

    private static List<BrokerEffect> serve(BrokerState state, OpenDemand open, Instant now) {
        Demand demand = open.demand();
        if (state.isWarmingUp(now) && state.nodes().isEmpty()) {
            state.markDue(demand.workload());
            return List.of();
        }
        if (state.mayHearOfMoreNodes(now) && dependsOnUnknownNodes(state, demand)) {
            return List.of();
        }
        List<PlacedInstance> grants = new ArrayList<>();
        List<InstanceId> waiting = new ArrayList<>();
        for (InstanceId instance : new LinkedHashSet<>(demand.waiting())) {
            Grant grant = state.grants().of(instance);
            if (grant != null && isTaken(demand, grant)) {
                state.release(instance);
                waiting.add(instance);
            } else if (grant != null) {
                if (!open.answered()) {
                    state.reserve(grant.until(now.plus(state.settings().grantExpiry())));
                    grants.add(grant.placed());
                }
            } else if (state.shownOn(demand.workload(), instance).isEmpty()) {
                waiting.add(instance);
            }
        }
        PlacementResult result = search(state, demand, waiting);
        Resources resources = demand.revision().spec().resources();
        for (PlacedInstance found : result.grants()) {
            PlacedInstance placed = forPresentRun(state, found);
            Instant expiresAt = now.plus(state.settings().grantExpiry());
            state.reserve(new Grant(demand.workload(), placed, resources, expiresAt));
            grants.add(placed);
        }
        List<BrokerEffect> effects = new ArrayList<>(granted(state, demand, grants));
        if (result.unplaced().isEmpty()) {
            state.put(open.answeredWith(null));
        } else if (state.isWarmingUp(now)) {
            state.markDue(demand.workload());
        } else {
            effects.addAll(refused(state, open, result, now));
        }
        return effects;
    }

    /** The place is for the run of the agent that said what is free there. */
    private static PlacedInstance forPresentRun(BrokerState state, PlacedInstance found) {
        KnownNode node = state.node(found.place().node());
        return node == null
                ? found
                : new PlacedInstance(found.id(), found.place().in(node.report().incarnation()));
    }

    /** Whether a constraint depends on nodes that a new broker has not heard of yet. A new node makes all who wait be looked at again. */
    private static boolean dependsOnUnknownNodes(BrokerState state, Demand demand) {
        return demand.revision().spec().constraints().stream().anyMatch(BrokerDecisions::looksAtPeers)
                && demand.peers().stream()
                        .anyMatch(peer -> state.description(peer).isEmpty());
    }

    /** A node that is unknown cannot be chosen, so what no two instances on one node may share needs no look at it. */
    private static boolean looksAtPeers(Constraint constraint) {
        boolean ofNode =
                constraint.field().equals("hostname") || constraint.field().equals("@hostname");
        return switch (constraint.operator()) {
            case UNIQUE, MAX_PER -> !ofNode;
            case CLUSTER -> constraint.value() == null || constraint.value().isEmpty();
            case GROUP_BY -> true;
            case LIKE, UNLIKE, IS -> false;
        };
    }

    private static PlacementResult search(BrokerState state, Demand demand, List<InstanceId> waiting) {
        if (waiting.isEmpty()) {
            return new PlacementResult(List.of(), List.of(), List.of());
        }
        List<NodeId> granted = placedAndWaiting(state, demand.workload());
        PlacementRequest request = new PlacementRequest(
                demand.revision().spec(),
                waiting,
                peers(state, demand.workload(), demand.revision().spec(), demand.peers(), granted),
                demand.peers().size() + demand.waiting().size() + demand.others());
        return Placement.place(state.snapshots(), request, state.nextSeed());
    }

    private static List<BrokerEffect> granted(BrokerState state, Demand demand, List<PlacedInstance> grants) {
        int most = state.settings().grantsPerMessageMax();
        List<BrokerEffect> effects = new ArrayList<>();
        for (int first = 0; first < grants.size(); first += most) {
            List<PlacedInstance> part = grants.subList(first, Math.min(first + most, grants.size()));
            effects.add(new BrokerEffect.Tell(demand.workload(), new Granted(state.epoch(), demand.number(), part)));
        }
        return effects;
    }

    private static List<BrokerEffect> refused(BrokerState state, OpenDemand open, PlacementResult result, Instant now) {
        NotPlaced refusal = new NotPlaced(
                state.epoch(),
                result.unplaced().size(),
                new RefusalSummary(now, state.nodes().size(), result.refusals()));
        boolean news = open.isNews(refusal);
        state.put(open.answeredWith(refusal));
        return news ? List.of(new BrokerEffect.Tell(open.demand().workload(), refusal)) : List.of();
    }

    /**
     * The nodes of instances that the workload still calls waiting, though they were granted a place or a report shows them already; those of
     * all others are among its peers.
     */
    private static List<NodeId> placedAndWaiting(BrokerState state, WorkloadId workload) {
        OpenDemand open = state.open(workload);
        if (open == null) {
            return List.of();
        }
        return new LinkedHashSet<>(open.demand().waiting())
                .stream()
                        .flatMap(instance -> state.nodeOf(workload, instance).stream())
                        .toList();
    }

    /** Another instance of a workload that runs one on every node has the place by now. */
    private static boolean isTaken(Demand demand, Grant grant) {
        return demand.revision().spec().followsNodes() && demand.peers().contains(grant.node());
    }

    /** Where no two may be, what a node shows counts too, though its supervisor may have given it up. */
    private static List<NodeDescription> peers(
            BrokerState state, WorkloadId workload, WorkloadSpec spec, List<NodeId> peers, List<NodeId> granted) {
        List<NodeDescription> others = descriptions(state, peers, granted);
        return spec.followsNodes()
                ? Stream.concat(others.stream(), state.holdersOf(workload).stream())
                        .toList()
                : others;
    }

    private static List<NodeDescription> descriptions(BrokerState state, List<NodeId> peers, List<NodeId> granted) {
        return Stream.concat(peers.stream(), granted.stream())
                .flatMap(node -> state.description(node).stream())
                .toList();
    }
}

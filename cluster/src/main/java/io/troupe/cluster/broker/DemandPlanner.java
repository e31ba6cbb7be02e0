package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.cluster.broker.BrokerNews.Granted;
import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.Placement;
import io.troupe.cluster.placement.PlacementRequest;
import io.troupe.cluster.placement.PlacementResult;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of one demand that is open: which places it gets, and why those wait that get none. */
final class DemandPlanner {
    private DemandPlanner() {}

    /** Answers it, as far as that can be done now. */
    static List<BrokerEffect> serve(BrokerState state, OpenDemand open, Instant now) {
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

    /** Why one more instance of the workload would or would not find a place on each node. */
    static Explanation explain(
            BrokerState state, WorkloadId workload, WorkloadSpec spec, int waiting, List<NodeId> peers, Instant now) {
        List<NodeId> granted = placedAndWaiting(state, workload);
        int instances = peers.size() + Math.max(waiting, granted.size() + 1);
        PlacementRequest request =
                new PlacementRequest(spec, List.of(), peers(state, workload, spec, peers, granted), instances);
        return new Explanation(workload, now, waiting, Placement.explain(state.snapshots(), request));
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
        return demand.revision().spec().constraints().stream().anyMatch(DemandPlanner::looksAtPeers)
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

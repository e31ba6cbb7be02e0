package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.placement.NodeSnapshot;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The broker's picture: nodes, demands, and grants in flight.
 *
 * <p>It is changed in place, by {@link BrokerDecisions} alone: it is never stored or shown, and copies of thousands of nodes and demands for each
 * message would be its whole cost. All of it is heard again from agents and supervisors after a loss. What a node has left is its total less
 * what its last report holds less the grants in flight.
 */
final class BrokerState {
    private long epoch;
    private final Instant startedAt;
    private final BrokerSettings settings;
    private final TreeMap<NodeId, KnownNode> nodes = new TreeMap<>();
    private final Map<NodeId, NodeSnapshot> snapshots = new HashMap<>();
    private final Map<InstanceId, NodeId> holders = new HashMap<>();
    private final LinkedHashMap<NodeId, Departed> departed = new LinkedHashMap<>();
    private final LinkedHashMap<WorkloadId, OpenDemand> open = new LinkedHashMap<>();
    private final Map<WorkloadId, Withdrawal> withdrawn = new HashMap<>();
    private final GrantsInFlight grants = new GrantsInFlight();
    private final Followers followers = new Followers();
    private final Map<WorkloadId, Map<InstanceId, NodeId>> shown = new HashMap<>();
    private final Set<WorkloadId> due = new LinkedHashSet<>();
    private Instant announcedAt;
    private long searches;

    BrokerState(long epoch, Instant startedAt, BrokerSettings settings) {
        this.epoch = epoch;
        this.startedAt = startedAt;
        this.settings = settings;
        this.announcedAt = startedAt;
    }

    /** The same picture once more, to be changed without changing this one. */
    BrokerState copy() {
        var copy = new BrokerState(epoch, startedAt, settings);
        copy.nodes.putAll(nodes);
        copy.snapshots.putAll(snapshots);
        copy.holders.putAll(holders);
        copy.departed.putAll(departed);
        copy.open.putAll(open);
        copy.withdrawn.putAll(withdrawn);
        grants.all().forEach(copy.grants::put);
        shown.forEach((workload, places) -> copy.shown.put(workload, new HashMap<>(places)));
        copy.due.addAll(due);
        copy.announcedAt = announcedAt;
        copy.searches = searches;
        return copy;
    }

    long epoch() {
        return epoch;
    }

    /** A supervisor has heard of a broker whose clock was ahead of ours; only a newer one is believed. */
    void outdo(long heard) {
        epoch = Math.max(epoch, heard + 1);
    }

    BrokerSettings settings() {
        return settings;
    }

    /** Whether nodes of which others speak may still turn up. */
    boolean mayHearOfMoreNodes(Instant now) {
        return now.isBefore(startedAt.plus(settings.silenceMax()));
    }

    boolean isWarmingUp(Instant now) {
        return now.isBefore(startedAt.plus(settings.warmUp()));
    }

    Instant announcedAt() {
        return announcedAt;
    }

    void announced(Instant at) {
        announcedAt = at;
    }

    /** A seed that no other search of any broker of this cluster has. */
    long nextSeed() {
        return epoch * 1_000_003 + searches++;
    }

    // Nodes.

    Collection<KnownNode> nodes() {
        return nodes.values();
    }

    private record Departed(NodeReport report, Instant at) {}

    @Nullable KnownNode node(NodeId node) {
        return nodes.get(node);
    }

    void put(KnownNode node) {
        NodeId id = node.report().node().id();
        forgetHoldings(id);
        nodes.put(id, node);
        departed.remove(id);
        node.report().holdings().forEach(holding -> holders.put(holding.instance(), id));
        snapshots.remove(id);
    }

    /** Takes the node out of the picture, but for its description and the number of its last report. */
    void depart(KnownNode node, Instant now) {
        NodeId id = node.report().node().id();
        forgetHoldings(id);
        nodes.remove(id);
        snapshots.remove(id);
        departed.remove(id);
        departed.put(id, new Departed(node.report(), now));
        if (departed.size() > settings.departedNodesMax()) {
            departed.remove(departed.firstEntry().getKey());
        }
    }

    @Nullable NodeReport lastReportOfDeparted(NodeId node) {
        var left = departed.get(node);
        return left == null ? null : left.report();
    }

    /** When a departed node left; long ago if it is not known. */
    Instant leftAt(NodeId node) {
        var left = departed.get(node);
        return left == null ? Instant.EPOCH : left.at();
    }

    /** What the node is, or was before it left; empty if it was never heard of. */
    Optional<NodeDescription> description(NodeId node) {
        KnownNode known = nodes.get(node);
        NodeReport report = known == null ? lastReportOfDeparted(node) : known.report();
        return Optional.ofNullable(report).map(NodeReport::node);
    }

    /**
     * Where an instance of which the demand still speaks was placed, by a grant in flight or by a report since; empty if it was not. That holds also if
     * the instance has ended meanwhile: it never waits again.
     */
    Optional<NodeId> nodeOf(WorkloadId workload, InstanceId instance) {
        Grant grant = grants.of(instance);
        return grant == null ? shownOn(workload, instance) : Optional.of(grant.node());
    }

    /** Where a report has shown it; empty if none did. */
    Optional<NodeId> shownOn(WorkloadId workload, InstanceId instance) {
        NodeId holder = holders.get(instance);
        return Optional.ofNullable(
                holder == null ? shown.getOrDefault(workload, Map.of()).get(instance) : holder);
    }

    /** A node shows an instance. */
    void show(WorkloadId workload, InstanceId instance, NodeId node) {
        OpenDemand demand = open.get(workload);
        if (demand != null && demand.waiting().contains(instance)) {
            shown.computeIfAbsent(workload, any -> new HashMap<>()).put(instance, node);
        }
    }

    /** All nodes as the rules of placement see them, by id. */
    List<NodeSnapshot> snapshots() {
        return nodes.entrySet().stream()
                .map(entry -> snapshots.computeIfAbsent(
                        entry.getKey(), id -> entry.getValue().snapshot(grants.on(id))))
                .toList();
    }

    private void forgetHoldings(NodeId node) {
        KnownNode before = nodes.get(node);
        if (before != null) {
            before.report().holdings().forEach(holding -> holders.remove(holding.instance(), node));
        }
    }

    // Grants.

    GrantsInFlight grants() {
        return grants;
    }

    void reserve(Grant grant) {
        release(grant.instance());
        grants.put(grant);
        snapshots.remove(grant.node());
    }

    void release(InstanceId instance) {
        Grant grant = grants.of(instance);
        if (grant != null) {
            grants.remove(instance);
            snapshots.remove(grant.node());
        }
    }

    Followers followers() {
        return followers;
    }

    /** The nodes of which the last report shows an instance of the workload. */
    List<NodeDescription> holdersOf(WorkloadId workload) {
        return nodes.values().stream()
                .filter(node -> node.report().holdings().stream()
                        .anyMatch(holding -> holding.workload().equals(workload)))
                .map(node -> node.report().node())
                .toList();
    }

    // Demands.

    /** The demands that were not withdrawn, in the order in which they were first stated. */
    Collection<OpenDemand> open() {
        return List.copyOf(open.values());
    }

    @Nullable OpenDemand open(WorkloadId workload) {
        return open.get(workload);
    }

    /** The number of the workload's last demand; empty if it is not remembered. */
    Optional<Long> lastNumber(WorkloadId workload) {
        OpenDemand demand = open.get(workload);
        return demand != null
                ? Optional.of(demand.demand().number())
                : Optional.ofNullable(withdrawn.get(workload)).map(Withdrawal::number);
    }

    void put(OpenDemand demand) {
        WorkloadId workload = demand.demand().workload();
        withdrawn.remove(workload);
        open.put(workload, demand);
    }

    /** Keeps in mind which of a demand's instances were placed already when it was heard. */
    void showAllOf(OpenDemand demand) {
        WorkloadId workload = demand.demand().workload();
        Map<InstanceId, NodeId> before = shown.remove(workload);
        for (InstanceId instance : demand.waiting()) {
            NodeId holder = holders.get(instance);
            NodeId node = holder != null || before == null ? holder : before.get(instance);
            if (node != null) {
                show(workload, instance, node);
            }
        }
    }

    void withdraw(WorkloadId workload, long number, Instant now) {
        open.remove(workload);
        due.remove(workload);
        shown.remove(workload);
        withdrawn.put(workload, new Withdrawal(number, now));
    }

    void forgetDemandsBefore(Instant time) {
        open.values().removeIf(demand -> demand.heardAt().isBefore(time));
        withdrawn.values().removeIf(withdrawal -> withdrawal.at().isBefore(time));
        due.retainAll(open.keySet());
        shown.keySet().retainAll(open.keySet());
    }

    void markDue(WorkloadId workload) {
        due.add(workload);
    }

    /** Something changed that may help those who wait. */
    void markAllDue() {
        due.addAll(open.keySet());
    }

    /** The workloads whose demand is to be looked at, each once. */
    List<WorkloadId> takeDue() {
        List<WorkloadId> taken = List.copyOf(due);
        due.clear();
        return taken;
    }

    private record Withdrawal(long number, Instant at) {}
}

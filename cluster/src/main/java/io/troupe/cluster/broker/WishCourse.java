package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.placement.Forecast.Outlook;
import io.troupe.protocol.placement.Forecast.Share;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a {@link Wish} has come while a forecast is made: the rollout's own bounds, round after round. Lives only as long as one forecast. */
final class WishCourse {
    private final Wish wish;
    private final List<InstanceId> planned = new ArrayList<>();
    private final Map<InstanceId, InstancePlace> placed = new TreeMap<>();
    private final List<Wish.Leaver> left;
    private List<Wish.Leaver> stopping = List.of();

    WishCourse(Wish wish) {
        this.wish = wish;
        this.left = new ArrayList<>(wish.leaving());
    }

    Wish wish() {
        return wish;
    }

    /** Stops what can be done without, and plans what there is room for; true if anything was stopped or planned. */
    boolean move(boolean unbounded) {
        stopping = stoppable(unbounded);
        int room =
                unbounded ? wish.fresh() : wish.existingMax() - wish.staying().size() - left.size() - planned.size();
        int count = Math.clamp(wish.fresh() - planned.size(), 0, Math.max(room, 0));
        for (int added = 0; added < count; added++) {
            planned.add(InstanceId.mint(wish.workload(), "forecast-" + planned.size()));
        }
        return count > 0 || !stopping.isEmpty();
    }

    private List<Wish.Leaver> stoppable(boolean unbounded) {
        if (unbounded) {
            return List.copyOf(left);
        }
        long spare = wish.staying().size()
                + placed.size()
                + left.stream().filter(Wish.Leaver::ready).count()
                - wish.readyMin();
        var stopped = new ArrayList<Wish.Leaver>();
        for (var leaver : left) {
            if (!leaver.ready() || spare > 0) {
                spare -= leaver.ready() ? 1 : 0;
                stopped.add(leaver);
            }
        }
        return stopped;
    }

    /** What it asks of the broker now; those that are being stopped are still there. */
    Demand demand(long number, long epoch) {
        var waiting = planned.stream().filter(id -> !placed.containsKey(id)).toList();
        return new Demand(wish.workload(), number, wish.revision(), waiting, peers(), epoch);
    }

    private List<NodeId> peers() {
        return Stream.of(
                        wish.staying().stream(),
                        left.stream().map(Wish.Leaver::node),
                        placed.values().stream().map(InstancePlace::node))
                .flatMap(nodes -> nodes)
                .toList();
    }

    void granted(List<PlacedInstance> grants) {
        grants.forEach(grant -> placed.put(grant.id(), grant.place()));
    }

    /** What was being stopped is gone. */
    List<Wish.Leaver> gone() {
        var gone = stopping;
        left.removeAll(gone);
        stopping = List.of();
        return gone;
    }

    Outlook outlook(@Nullable RefusalSummary refusals) {
        int waiting = wish.fresh() - placed.size();
        var shares = new TreeMap<NodeId, Share>();
        for (var place : placed.values()) {
            shares.merge(
                    place.node(),
                    new Share(place.node(), place.host(), 1, hostPorts(place)),
                    (one, other) -> new Share(
                            one.node(),
                            one.host(),
                            one.instances() + other.instances(),
                            one.hostPorts() + other.hostPorts()));
        }
        return new Outlook(wish.workload(), List.copyOf(shares.values()), waiting, waiting == 0 ? null : refusals);
    }

    private static int hostPorts(InstancePlace place) {
        return (int) place.ports().stream()
                .map(AssignedPort::hostPort)
                .filter(Objects::nonNull)
                .count();
    }
}

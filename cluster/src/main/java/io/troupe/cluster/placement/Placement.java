package io.troupe.cluster.placement;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.Explanation.NodeVerdict;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary.Count;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Finds places for the waiting instances of a workload.
 *
 * <p>The nodes that can take one instance stand in a queue, the best first. An instance goes to the head of the queue, which then stands in anew with its
 * new score; a node that a rule refuses leaves for good, because no rule takes a refusal back when more instances are placed. So the cost
 * grows with nodes + instances, not with their product.
 */
public final class Placement {
    private Placement() {}

    /** Places as many of the waiting instances as there is room for, in their order. */
    public static PlacementResult place(Collection<NodeSnapshot> nodes, PlacementRequest request, long seed) {
        FilterChain filters = new FilterChain(request, nodes);
        Peers peers = new Peers(request.peers());
        SpreadScorer scorer = new SpreadScorer(seed);
        SplittableRandom chance = new SplittableRandom(seed);
        List<Candidate> candidates = candidates(nodes);
        PriorityQueue<Ranked> queue = new PriorityQueue<>();
        for (Candidate node : candidates) {
            if (filters.firstRefusal(node, peers).isEmpty()) {
                queue.add(new Ranked(scorer.score(node, peers), node));
            }
        }
        Resources wanted = request.spec().resources();
        List<PlacedInstance> grants = new ArrayList<>();
        List<InstanceId> unplaced = new ArrayList<>();
        for (InstanceId instance : request.waiting()) {
            Optional<Candidate> best = takeBest(queue, filters, peers);
            if (best.isEmpty()) {
                unplaced.add(instance);
                continue;
            }
            Candidate node = best.get();
            List<AssignedPort> ports = PortPlanner.plan(node, request.spec(), chance);
            node.take(wanted, ports);
            peers.add(node.description());
            grants.add(new PlacedInstance(
                    instance, new InstancePlace(node.id(), node.description().host(), ports)));
            queue.add(new Ranked(scorer.score(node, peers), node));
        }
        List<Count> refusals = unplaced.isEmpty() ? List.of() : counts(candidates, filters, peers);
        return new PlacementResult(grants, unplaced, refusals);
    }

    /** For each node, by id, every rule that keeps one more instance away from it. */
    public static List<NodeVerdict> explain(Collection<NodeSnapshot> nodes, PlacementRequest request) {
        FilterChain filters = new FilterChain(request, nodes);
        Peers peers = new Peers(request.peers());
        return candidates(nodes).stream()
                .map(node -> new NodeVerdict(node.id(), node.description().host(), filters.refusals(node, peers)))
                .toList();
    }

    private static List<Candidate> candidates(Collection<NodeSnapshot> nodes) {
        return nodes.stream()
                .map(Candidate::new)
                .sorted(Comparator.comparing(Candidate::id))
                .toList();
    }

    private static Optional<Candidate> takeBest(PriorityQueue<Ranked> queue, FilterChain filters, Peers peers) {
        for (Ranked head = queue.poll(); head != null; head = queue.poll()) {
            if (filters.firstRefusal(head.node(), peers).isEmpty()) {
                return Optional.of(head.node());
            }
        }
        return Optional.empty();
    }

    private static List<Count> counts(List<Candidate> candidates, FilterChain filters, Peers peers) {
        Map<RefusalReason, Count> counts = new EnumMap<>(RefusalReason.class);
        for (Candidate node : candidates) {
            filters.firstRefusal(node, peers)
                    .ifPresent(refusal -> counts.merge(
                            refusal.reason(),
                            new Count(refusal.reason(), 1, example(refusal)),
                            (first, another) -> new Count(first.reason(), first.nodes() + 1, first.example())));
        }
        return List.copyOf(counts.values());
    }

    private static String example(Refusal refusal) {
        return "wanted " + refusal.wanted() + ", found " + refusal.found();
    }

    private record Ranked(SpreadScorer.Score score, Candidate node) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            return score.compareTo(other.score);
        }
    }
}

package io.troupe.cluster.placement;

import io.troupe.protocol.workload.Resources;

/**
 * Which of the nodes that can take an instance should: the one with the fewest instances of the same workload, among those the least
 * allocated, among those one by chance.
 */
final class SpreadScorer {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long seed;

    SpreadScorer(long seed) {
        this.seed = seed;
    }

    Score score(Candidate node, Peers peers) {
        return new Score(peers.on(node.id()), allocated(node), tieBreak(node));
    }

    /** The fuller of cores and memory, from 0 for empty to 1 for full. */
    private static double allocated(Candidate node) {
        Resources total = node.description().total();
        Resources free = node.free();
        return Math.max(share(free.cpuMillis(), total.cpuMillis()), share(free.memoryMib(), total.memoryMib()));
    }

    private static double share(long free, long total) {
        return total <= 0 ? 1 : 1 - (double) free / total;
    }

    private long tieBreak(Candidate node) {
        long mixed = (seed ^ node.id().value().hashCode()) * MIX;
        return (mixed ^ (mixed >>> 32)) * MIX;
    }

    /** The lesser one is the better place. */
    record Score(int instances, double allocated, long tieBreak) implements Comparable<Score> {
        @Override
        public int compareTo(Score other) {
            int byInstances = Integer.compare(instances, other.instances);
            if (byInstances != 0) {
                return byInstances;
            }
            int byAllocated = Double.compare(allocated, other.allocated);
            return byAllocated != 0 ? byAllocated : Long.compare(tieBreak, other.tieBreak);
        }
    }
}

package io.troupe.cluster.placement;

import io.troupe.protocol.node.NodeDescription.PortRange;
import java.util.Set;
import java.util.stream.IntStream;

/** The host ports of a node that could be handed out. */
final class FreePorts {
    private FreePorts() {}

    /** The free ports but for {@code except}, each once, in the order of the node's ranges. */
    static IntStream of(Candidate node, Set<Integer> except) {
        return inRanges(node)
                .filter(port -> !node.isTaken(port) && !except.contains(port))
                .distinct();
    }

    private static IntStream inRanges(Candidate node) {
        return node.description().ports().stream()
                .flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()));
    }

    /** Like {@link #of}, but the order starts at the {@code start}-th port and goes round. */
    static IntStream from(Candidate node, Set<Integer> except, int start) {
        IntStream all =
                IntStream.concat(inRanges(node).skip(start), inRanges(node).limit(start));
        return all.filter(port -> !node.isTaken(port) && !except.contains(port)).distinct();
    }

    static int lent(Candidate node) {
        return node.description().ports().stream().mapToInt(FreePorts::length).sum();
    }

    private static int length(PortRange range) {
        return range.last() - range.first() + 1;
    }
}

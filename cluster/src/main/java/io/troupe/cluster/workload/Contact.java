package io.troupe.cluster.workload;

import io.troupe.protocol.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which nodes a supervisor can speak with. A node is away if it left the cluster and did not come back soon, or if its agent was asked again and again
 * and did not answer. Asking is counted, and not the time: a supervisor that was itself held up has not asked.
 *
 * @param departed when each node that is not in the cluster any more was found to have left
 * @param unanswered how often in a row each agent was asked and did not answer
 */
public record Contact(Map<NodeId, Instant> departed, Map<NodeId, Integer> unanswered) {
    /** A node that left the cluster may come back for so long, as after a restart of its JVM; its instances count as running meanwhile. */
    static final Duration BACK_WITHIN = Duration.ofSeconds(20);
    /** An agent that was asked so often in a row, every {@link EffectPlanner#COMPARE}, and did not answer... */
    static final int ASKED_MAX = 3;
    /** ...nor within this time after it was asked last is away. With 75 s in all this is Mesos' limit for an agent that does not answer pings. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    /** Nobody left, nobody was asked. */
    static final Contact NONE = new Contact(Map.of(), Map.of());

    public Contact {
        departed = Map.copyOf(departed);
        unanswered = Map.copyOf(unanswered);
    }

    /** All that have left, as the supervisor's node knows. */
    Contact departed(Collection<DepartedNode> all) {
        return new Contact(
                all.stream().collect(Collectors.toMap(DepartedNode::node, DepartedNode::at, (one, later) -> later)),
                unanswered);
    }

    /** These agents were asked for what they have; nothing is expected of others. */
    Contact asked(Collection<NodeId> nodes) {
        var next = new HashMap<NodeId, Integer>();
        nodes.forEach(node -> next.put(node, Math.min(unanswered.getOrDefault(node, 0), ASKED_MAX) + 1));
        return new Contact(departed, next);
    }

    Contact answered(NodeId node) {
        if (!unanswered.containsKey(node)) {
            return this;
        }
        var next = new HashMap<>(unanswered);
        next.remove(node);
        return new Contact(departed, next);
    }

    boolean hasDeparted(NodeId node) {
        return departed.containsKey(node);
    }

    /**
     * When the node of an instance counts as away unless something is heard; empty if nothing points to that.
     *
     * @param placedAt when the instance was placed there: the broker may know sooner that the node is back
     * @param askedAt when agents were asked last
     */
    Optional<Instant> awayAt(NodeId node, Instant placedAt, Instant askedAt) {
        return Stream.of(
                        Optional.ofNullable(departed.get(node))
                                .map(left -> later(left, placedAt).plus(BACK_WITHIN)),
                        unanswered.getOrDefault(node, 0) < ASKED_MAX
                                ? Optional.<Instant>empty()
                                : Optional.of(later(askedAt, placedAt).plus(ANSWER_WITHIN)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}

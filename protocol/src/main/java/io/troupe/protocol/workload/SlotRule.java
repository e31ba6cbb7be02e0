package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the slots of a workload mean, if they are not all alike. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SlotRule.EveryNode.class, name = "every-node"),
    @JsonSubTypes.Type(value = SlotRule.Ordinal.class, name = "ordinal")
})
public sealed interface SlotRule {
    /** One instance on each node that is fit for it; their number follows the nodes (Kubernetes' DaemonSet, Swarm's global mode). */
    record EveryNode() implements SlotRule {}

    /**
     * Slots 0 to n-1 are identities: never two instances have the same, and one is filled again only once the instance that had it is surely gone
     * (Kubernetes' StatefulSet).
     *
     * @param order in which order instances are started and stopped
     * @param partition slots below it keep the revision they have when the spec changes (StatefulSet's {@code rollingUpdate.partition})
     */
    record Ordinal(StartOrder order, int partition) implements SlotRule {
        public Ordinal {
            if (partition < 0) {
                throw new IllegalArgumentException("a partition is not negative");
            }
        }
    }
}

package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the slots of a workload mean, if they are not all alike. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = SlotRule.EveryNode.class, name = "every-node")})
public sealed interface SlotRule {
    /** One instance on each node that is fit for it; their number follows the nodes (Kubernetes' DaemonSet, Swarm's global mode). */
    record EveryNode() implements SlotRule {}
}

package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an agent knows: its node, the instances on it, the ended ones it still remembers, and what it has yet to tell.
 *
 * @param incarnation when this run of the agent began, in milliseconds; batches count up from it, so that an acknowledgement for a former
 *     run never fits
 * @param adopted whether the engines were listed since the start; before that no command is taken
 * @param reportNumber counts the reports to the broker
 * @param changed whether the broker has not yet been told of something
 * @param announcedAt when the broker was last told
 */
public record AgentState(
        NodeDescription node,
        long incarnation,
        boolean adopted,
        Map<InstanceId, HeldInstance> instances,
        Map<WorkloadId, Outbox> outboxes,
        long reportNumber,
        boolean changed,
        Instant announcedAt) {
    public AgentState {
        instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
        outboxes = Collections.unmodifiableMap(new LinkedHashMap<>(outboxes));
    }

    public static AgentState starting(NodeDescription node, Instant at) {
        return new AgentState(node, at.toEpochMilli(), false, Map.of(), Map.of(), 0, true, Instant.EPOCH);
    }

    public Optional<HeldInstance> instance(InstanceId id) {
        return Optional.ofNullable(instances.get(id));
    }

    /** The instances that have not ended: they take resources and ports. */
    public Stream<HeldInstance> live() {
        return instances.values().stream().filter(held -> !held.hasEnded());
    }

    public Resources free() {
        return live().map(HeldInstance::resources).reduce(node.total(), Resources::minus);
    }
}

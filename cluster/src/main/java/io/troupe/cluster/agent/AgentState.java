package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an agent knows: its node, the instances on it, the ended ones it still remembers, and what it has yet to tell.
 *
 * @param incarnation when this run of the agent began, in milliseconds; batches count up from it, so that an acknowledgement for a former
 *     run never fits; places are granted for one run alone
 * @param noted whether the agent has read its notes of what was here before; until then no command is taken
 * @param unnoted sandboxes without a note that a former run left; whose they are is known once all engines have been listed
 * @param engines how well each engine's containers are known
 * @param unacknowledged whose outbox has a batch on its way
 * @param reportNumber counts the reports to the broker
 * @param changed whether the broker has not yet been told of something
 * @param announcedAt when the broker was last told
 * @param upkeepAt when what is over is cleared away next
 */
public record AgentState(
        NodeDescription node,
        long incarnation,
        boolean noted,
        Set<String> unnoted,
        Map<EngineKind, EngineWatch> engines,
        HeldInstances instances,
        Map<WorkloadId, Outbox> outboxes,
        Set<WorkloadId> unacknowledged,
        long reportNumber,
        boolean changed,
        Instant announcedAt,
        Instant upkeepAt) {
    public AgentState {
        unnoted = Set.copyOf(unnoted);
        engines = Map.copyOf(engines);
        outboxes = FrozenMap.copyOf(outboxes);
        // In an order that is the same in each run of a JVM, which that of Set.copyOf is not.
        unacknowledged = Collections.unmodifiableSet(new LinkedHashSet<>(unacknowledged));
    }

    public static AgentState starting(NodeDescription node, Instant at) {
        var engines = new LinkedHashMap<EngineKind, EngineWatch>();
        node.engines().forEach(engine -> engines.put(engine.kind(), EngineWatch.NEW));
        return new AgentState(
                node,
                at.toEpochMilli(),
                false,
                Set.of(),
                engines,
                HeldInstances.NONE,
                Map.of(),
                Set.of(),
                0,
                true,
                Instant.EPOCH,
                at);
    }

    public Optional<HeldInstance> instance(InstanceId id) {
        return Optional.ofNullable(instances.get(id));
    }

    /** The instances that have not ended: they take resources and ports. */
    public Stream<HeldInstance> live() {
        return instances.live();
    }

    public Resources free() {
        return instances.free(node.total());
    }

    /** When time alone changes something. */
    public Instant wakeAt() {
        if (!noted) {
            return Instant.MAX;
        }
        var first = announcedAt.plus(changed ? AgentUpkeep.ANNOUNCE_CHANGES : AgentUpkeep.ANNOUNCE_ANYWAY);
        for (var engine : engines.values()) {
            first = earlier(first, engine.listAt());
        }
        for (var workload : unacknowledged) {
            var outbox = outboxes.get(workload);
            if (outbox != null) {
                first = earlier(first, outbox.sentAt().plus(AgentDraft.REPORT_AGAIN));
            }
        }
        return earlier(first, upkeepAt);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

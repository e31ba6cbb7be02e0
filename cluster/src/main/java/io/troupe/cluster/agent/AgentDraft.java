package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A state in the making and the effects that belong to it, within one decision. */
final class AgentDraft {
    static final int REPORTS_IN_BATCH_MAX = 500;
    static final Duration REPORT_AGAIN = Duration.ofSeconds(2);

    private final AgentState before;
    private final Instant now;
    private final Map<InstanceId, HeldInstance> instances;
    private final Map<WorkloadId, Outbox> outboxes;
    private final List<AgentEffect> effects = new ArrayList<>();
    private final Map<EngineKind, EngineWatch> engines;
    private NodeDescription node;
    private boolean noted;
    private boolean changed;
    private long reportNumber;
    private Instant announcedAt;
    private Instant upkeepAt;

    AgentDraft(AgentState before, Instant now) {
        this.before = before;
        this.now = now;
        instances = new LinkedHashMap<>(before.instances());
        outboxes = new LinkedHashMap<>(before.outboxes());
        engines = new EnumMap<>(EngineKind.class);
        engines.putAll(before.engines());
        node = before.node();
        noted = before.noted();
        upkeepAt = before.upkeepAt();
        changed = before.changed();
        reportNumber = before.reportNumber();
        announcedAt = before.announcedAt();
    }

    AgentState state() {
        return new AgentState(
                node,
                before.incarnation(),
                noted,
                engines,
                instances,
                outboxes,
                reportNumber,
                changed,
                announcedAt,
                upkeepAt);
    }

    List<AgentEffect> effects() {
        return effects;
    }

    Instant now() {
        return now;
    }

    NodeDescription node() {
        return node;
    }

    boolean noted() {
        return noted;
    }

    void notesRead() {
        noted = true;
    }

    Map<EngineKind, EngineWatch> engines() {
        return engines;
    }

    /** Takes over what an engine is now; whether it answers again. */
    boolean engine(EngineDescription seen) {
        var was = node.engines().stream()
                .filter(engine -> engine.kind() == seen.kind())
                .findFirst();
        if (was.isEmpty() || was.get().equals(seen)) {
            return false;
        }
        node = node.withEngine(seen);
        changed = true;
        return seen.available() && !was.get().available();
    }

    Instant upkeepAt() {
        return upkeepAt;
    }

    void upkeepAt(Instant next) {
        upkeepAt = next;
    }

    boolean changed() {
        return changed;
    }

    Instant announcedAt() {
        return announcedAt;
    }

    @Nullable HeldInstance instance(InstanceId id) {
        return instances.get(id);
    }

    List<HeldInstance> all() {
        return List.copyOf(instances.values());
    }

    List<HeldInstance> instancesOf(WorkloadId workload) {
        return all().stream().filter(held -> held.workload().equals(workload)).toList();
    }

    Stream<HeldInstance> live() {
        return all().stream().filter(held -> !held.hasEnded());
    }

    Resources free() {
        return live().map(HeldInstance::resources).reduce(node.total(), Resources::minus);
    }

    Set<Integer> hostPorts() {
        return live().flatMap(held -> held.hostPorts().stream()).collect(Collectors.toSet());
    }

    void put(HeldInstance held) {
        instances.put(held.id(), held);
        changed = true;
    }

    void forget(InstanceId id) {
        instances.remove(id);
    }

    void effect(AgentEffect effect) {
        effects.add(effect);
    }

    /** Takes over what was seen of an instance and tells it. */
    void see(HeldInstance held, InstanceReport report) {
        var next = held.withReport(report);
        put(next);
        tell(next);
    }

    /** Remembers that an instance is not to run here, and tells it. */
    void remember(WorkloadId workload, InstanceReport report) {
        var memory = AgentDecisions.memory(workload, report);
        instances.put(memory.id(), memory);
        tell(memory);
    }

    void tell(HeldInstance held) {
        if (held.seen()) {
            outboxes.put(held.workload(), outbox(held.workload()).with(held.report()));
        }
    }

    private Outbox outbox(WorkloadId workload) {
        return outboxes.getOrDefault(workload, Outbox.empty(before.incarnation()));
    }

    void acknowledge(AgentCommand.Acknowledge acknowledge) {
        var outbox = outbox(acknowledge.workload());
        if (outbox.batch() != acknowledge.batch() || outbox.inFlight().isEmpty()) {
            return;
        }
        for (var report : outbox.inFlight()) {
            var held = instances.get(report.instance());
            if (held != null && held.acknowledgedAt() == null && report.state().hasEnded()) {
                instances.put(held.id(), held.acknowledged(now));
                if (held.kept()) {
                    effects.add(new AgentEffect.DropNote(held.id()));
                }
                var soon = now.plus(AgentUpkeep.CLEAR_AFTER);
                upkeepAt = soon.isBefore(upkeepAt) ? soon : upkeepAt;
            }
        }
        outboxes.put(acknowledge.workload(), outbox.acknowledged());
    }

    /** Sends each outbox's next batch if none is on its way, and again what was not acknowledged in time. */
    void sendReports() {
        outboxes.replaceAll((workload, outbox) -> {
            var due = outbox.inFlight().isEmpty()
                    ? !outbox.waiting().isEmpty()
                    : !now.isBefore(outbox.sentAt().plus(REPORT_AGAIN));
            if (!due) {
                return outbox;
            }
            var sent =
                    outbox.inFlight().isEmpty() ? outbox.nextBatch(REPORTS_IN_BATCH_MAX, now) : outbox.sentAgain(now);
            effects.add(new AgentEffect.Report(new AgentReports(node.id(), workload, sent.batch(), sent.inFlight())));
            return sent;
        });
    }

    /** Forgets the outboxes of workloads of which nothing is here any more. */
    void dropIdleOutboxes() {
        var present = instances.values().stream().map(HeldInstance::workload).collect(Collectors.toSet());
        outboxes.entrySet().removeIf(entry -> entry.getValue().isIdle() && !present.contains(entry.getKey()));
    }

    void announce() {
        reportNumber++;
        changed = false;
        announcedAt = now;
        effects.add(new AgentEffect.Announce(reportNumber, live().toList()));
    }
}

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
import java.util.LinkedHashSet;
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
    /** Of the state before, until the first change: most inputs concern one instance of many, or none. */
    private Map<InstanceId, HeldInstance> instances;

    private @Nullable LinkedHashMap<InstanceId, HeldInstance> ownInstances;
    private Map<WorkloadId, Outbox> outboxes;
    private @Nullable LinkedHashMap<WorkloadId, Outbox> ownOutboxes;

    /** Whose outbox was written to; the others can only become due by time. */
    private final Set<WorkloadId> touched = new LinkedHashSet<>();

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
        instances = before.instances();
        outboxes = before.outboxes();
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
                ownInstances == null ? instances : FrozenMap.of(ownInstances),
                ownOutboxes == null ? outboxes : FrozenMap.of(ownOutboxes),
                reportNumber,
                changed,
                announcedAt,
                upkeepAt);
    }

    private Map<InstanceId, HeldInstance> ownInstances() {
        var own = ownInstances;
        if (own == null) {
            own = new LinkedHashMap<>(instances);
            ownInstances = own;
            instances = own;
        }
        return own;
    }

    private Map<WorkloadId, Outbox> ownOutboxes() {
        var own = ownOutboxes;
        if (own == null) {
            own = new LinkedHashMap<>(outboxes);
            ownOutboxes = own;
            outboxes = own;
        }
        return own;
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
        return instances.values().stream()
                .filter(held -> held.workload().equals(workload))
                .toList();
    }

    /** They may be changed while they are gone through. */
    Stream<HeldInstance> live() {
        return all().stream().filter(held -> !held.hasEnded());
    }

    private Stream<HeldInstance> liveUnchanged() {
        return instances.values().stream().filter(held -> !held.hasEnded());
    }

    Resources free() {
        return liveUnchanged().map(HeldInstance::resources).reduce(node.total(), Resources::minus);
    }

    Set<Integer> hostPorts() {
        return liveUnchanged().flatMap(held -> held.hostPorts().stream()).collect(Collectors.toSet());
    }

    void put(HeldInstance held) {
        ownInstances().put(held.id(), held);
        changed = true;
    }

    void forget(InstanceId id) {
        ownInstances().remove(id);
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
        ownInstances().put(memory.id(), memory);
        tell(memory);
    }

    void tell(HeldInstance held) {
        if (held.seen()) {
            touched.add(held.workload());
            ownOutboxes().put(held.workload(), outbox(held.workload()).with(held.report()));
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
                ownInstances().put(held.id(), held.acknowledged(now));
                if (held.kept()) {
                    effects.add(new AgentEffect.DropNote(held.id()));
                }
                var soon = now.plus(AgentUpkeep.CLEAR_AFTER);
                upkeepAt = soon.isBefore(upkeepAt) ? soon : upkeepAt;
            }
        }
        touched.add(acknowledge.workload());
        ownOutboxes().put(acknowledge.workload(), outbox.acknowledged());
    }

    /** Sends the next batch of each outbox that was written to, if none is on its way. */
    void sendReports() {
        touched.stream().filter(workload -> isDue(outbox(workload))).forEach(this::send);
    }

    /** Sends again what was not acknowledged in time. */
    void sendReportsAgain() {
        var due = outboxes.entrySet().stream()
                .filter(entry -> isDue(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(this::send);
    }

    private void send(WorkloadId workload) {
        var outbox = outbox(workload);
        var sent = outbox.inFlight().isEmpty() ? outbox.nextBatch(REPORTS_IN_BATCH_MAX, now) : outbox.sentAgain(now);
        ownOutboxes().put(workload, sent);
        effects.add(new AgentEffect.Report(new AgentReports(node.id(), workload, sent.batch(), sent.inFlight())));
    }

    private boolean isDue(Outbox outbox) {
        return outbox.inFlight().isEmpty()
                ? !outbox.waiting().isEmpty()
                : !now.isBefore(outbox.sentAt().plus(REPORT_AGAIN));
    }

    /** Forgets the outboxes of workloads of which nothing is here any more. */
    void dropIdleOutboxes() {
        var present = instances.values().stream().map(HeldInstance::workload).collect(Collectors.toSet());
        var idle = outboxes.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle() && !present.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!idle.isEmpty()) {
            ownOutboxes().keySet().removeAll(idle);
        }
    }

    void announce() {
        reportNumber++;
        changed = false;
        announcedAt = now;
        effects.add(new AgentEffect.Announce(reportNumber, liveUnchanged().toList()));
    }
}

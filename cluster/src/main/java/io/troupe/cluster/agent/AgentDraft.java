package io.troupe.cluster.agent;

import io.troupe.protocol.health.Health;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.InstanceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A state in the making and the effects that belong to it, within one decision. */
final class AgentDraft {
    static final int REPORTS_IN_BATCH_MAX = 500;
    static final Duration REPORT_AGAIN = Duration.ofSeconds(2);

    private final AgentState before;
    private final Instant now;
    private HeldInstances instances;
    private FrozenMap<WorkloadId, Outbox> outboxes;
    private final Set<WorkloadId> unacknowledged;

    /** Whose outbox was written to; the others can only become due by time. */
    private final Set<WorkloadId> touched = new LinkedHashSet<>();

    private final List<AgentEffect> effects = new ArrayList<>();
    private final Map<EngineKind, EngineWatch> engines;
    private NodeDescription node;
    private boolean noted;
    private Set<String> unnoted;
    private boolean changed;
    private long reportNumber;
    private Instant announcedAt;
    private Instant upkeepAt;

    AgentDraft(AgentState before, Instant now) {
        this.before = before;
        this.now = now;
        instances = before.instances();
        outboxes = FrozenMap.copyOf(before.outboxes());
        unacknowledged = new LinkedHashSet<>(before.unacknowledged());
        engines = new EnumMap<>(EngineKind.class);
        engines.putAll(before.engines());
        node = before.node();
        noted = before.noted();
        unnoted = before.unnoted();
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
                unnoted,
                engines,
                instances,
                outboxes,
                unacknowledged,
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

    long incarnation() {
        return before.incarnation();
    }

    NodeDescription node() {
        return node;
    }

    boolean noted() {
        return noted;
    }

    void notesRead(Set<String> without) {
        noted = true;
        unnoted = without;
    }

    /** What a former run left and nobody knows of is removed, once. */
    void sweep() {
        if (!unnoted.isEmpty()) {
            effects.add(new AgentEffect.Sweep(unnoted, instances.byId().keySet()));
            unnoted = Set.of();
        }
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

    HeldInstances instances() {
        return instances;
    }

    @Nullable HeldInstance instance(InstanceId id) {
        return instances.get(id);
    }

    List<HeldInstance> all() {
        return List.copyOf(instances.byId().values());
    }

    Stream<HeldInstance> live() {
        return instances.live();
    }

    void put(HeldInstance held) {
        var was = instances.get(held.id());
        instances = instances.with(held);
        changed = true;
        watch(was, held);
    }

    /** Its checks are tried from the time it runs until it has ended or is to stop. */
    private void watch(@Nullable HeldInstance was, HeldInstance held) {
        var before = was != null && was.watched();
        var plan = held.checks();
        if (!before && held.watched() && plan != null) {
            effects.add(new AgentEffect.Watch(
                    held.id(),
                    held.engines(),
                    plan,
                    held.report().addresses(),
                    held.report().at(),
                    Health.UNKNOWN.equals(held.report().health())));
        } else if (before && !held.watched()) {
            effects.add(new AgentEffect.Unwatch(held.id()));
        }
    }

    void forget(InstanceId id) {
        instances = instances.without(id);
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
        var memory = HeldInstance.memory(workload, report);
        instances = instances.with(memory);
        tell(memory);
    }

    /** Takes over what concerns its supervisor alone, and tells it. */
    void seeHealth(HeldInstance held, InstanceReport report) {
        var next = held.withReport(report);
        instances = instances.with(next);
        tell(next);
    }

    void tell(HeldInstance held) {
        if (held.seen()) {
            touched.add(held.workload());
            outboxes = outboxes.with(held.workload(), outbox(held.workload()).with(held.report()));
        }
    }

    private Outbox outbox(WorkloadId workload) {
        return outboxes.getOrDefault(workload, Outbox.empty(before.incarnation(), now));
    }

    void acknowledge(AgentCommand.Acknowledge acknowledge) {
        var outbox = outbox(acknowledge.workload());
        if (outbox.batch() != acknowledge.batch() || outbox.inFlight().isEmpty()) {
            return;
        }
        for (var report : outbox.inFlight()) {
            var held = instances.get(report.instance());
            if (held != null && held.acknowledgedAt() == null && report.state().hasEnded()) {
                instances = instances.with(held.acknowledged(now));
                if (held.kept()) {
                    effects.add(new AgentEffect.DropNote(held.id()));
                }
                var soon = now.plus(AgentUpkeep.CLEAR_AFTER);
                upkeepAt = soon.isBefore(upkeepAt) ? soon : upkeepAt;
            }
        }
        touched.add(acknowledge.workload());
        outboxes = outboxes.with(acknowledge.workload(), outbox.acknowledged());
        unacknowledged.remove(acknowledge.workload());
    }

    /** Its supervisor commands something. */
    void heard(WorkloadId workload) {
        if (outboxes.containsKey(workload)) {
            outboxes = outboxes.with(workload, outbox(workload).heard(now));
        }
    }

    /** Tells the whole of each workload whose supervisor has commanded nothing since then: it may know of none of this. */
    void tellUnheardSince(Instant then) {
        live().map(HeldInstance::workload)
                .distinct()
                .filter(workload -> outboxes.containsKey(workload)
                        && outbox(workload).heardAt().isBefore(then))
                .toList()
                .forEach(workload -> {
                    heard(workload);
                    instances.of(workload).forEach(this::tell);
                });
    }

    /** Sends the next batch of each outbox that was written to, if none is on its way. */
    void sendReports() {
        touched.stream().filter(workload -> isDue(outbox(workload))).forEach(this::send);
    }

    /** Sends again what was not acknowledged in time. */
    void sendReportsAgain() {
        unacknowledged.stream()
                .filter(workload -> isDue(outbox(workload)))
                .toList()
                .forEach(this::send);
    }

    private void send(WorkloadId workload) {
        var outbox = outbox(workload);
        var sent = outbox.inFlight().isEmpty() ? outbox.nextBatch(REPORTS_IN_BATCH_MAX, now) : outbox.sentAgain(now);
        outboxes = outboxes.with(workload, sent);
        unacknowledged.add(workload);
        effects.add(new AgentEffect.Report(new AgentReports(node.id(), workload, sent.batch(), sent.inFlight())));
    }

    private boolean isDue(Outbox outbox) {
        return outbox.inFlight().isEmpty()
                ? !outbox.waiting().isEmpty()
                : !now.isBefore(outbox.sentAt().plus(REPORT_AGAIN));
    }

    /** Forgets the outboxes of workloads of which nothing is here any more. */
    void dropIdleOutboxes() {
        for (var entry : outboxes.entrySet()) {
            if (entry.getValue().isIdle() && instances.of(entry.getKey()).isEmpty()) {
                outboxes = outboxes.without(entry.getKey());
            }
        }
    }

    void announce() {
        reportNumber++;
        changed = false;
        announcedAt = now;
        effects.add(new AgentEffect.Announce(
                reportNumber, live().map(HeldInstance::holding).toList()));
    }
}

package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private boolean adopted;
    private boolean changed;
    private long reportNumber;
    private Instant announcedAt;

    AgentDraft(AgentState before, Instant now) {
        this.before = before;
        this.now = now;
        instances = new LinkedHashMap<>(before.instances());
        outboxes = new LinkedHashMap<>(before.outboxes());
        adopted = before.adopted();
        changed = before.changed();
        reportNumber = before.reportNumber();
        announcedAt = before.announcedAt();
    }

    AgentState state() {
        return new AgentState(
                before.node(), before.incarnation(), adopted, instances, outboxes, reportNumber, changed, announcedAt);
    }

    List<AgentEffect> effects() {
        return effects;
    }

    Instant now() {
        return now;
    }

    boolean adopted() {
        return adopted;
    }

    boolean changed() {
        return changed;
    }

    Instant announcedAt() {
        return announcedAt;
    }

    void adoptedAll() {
        adopted = true;
        announce();
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
        return live().map(HeldInstance::resources).reduce(before.node().total(), Resources::minus);
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
            effects.add(new AgentEffect.Report(
                    new AgentReports(before.node().id(), workload, sent.batch(), sent.inFlight())));
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

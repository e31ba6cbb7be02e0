package io.troupe.cluster.workload;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One decision in the making: each planner sees the state as the entries before left it, and adds its own. */
final class Deliberation {
    private static final String SUPERVISOR = "supervisor";

    private final WorkloadId workload;
    private final Instant now;
    private final Supplier<String> ids;
    private final List<WorkloadRecord> entries = new ArrayList<>();
    private WorkloadState state;

    Deliberation(WorkloadId workload, WorkloadState state, Instant now, Supplier<String> ids) {
        this.workload = workload;
        this.state = state;
        this.now = now;
        this.ids = ids;
    }

    WorkloadId workload() {
        return workload;
    }

    WorkloadState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    /** Unique text for a new id. */
    String unique() {
        return ids.get();
    }

    List<WorkloadRecord> entries() {
        return List.copyOf(entries);
    }

    void add(Cause cause, WorkloadEvent event) {
        var entry = new WorkloadRecord(now, cause, event);
        entries.add(entry);
        state = state.apply(entry);
    }

    /** Adds what the supervisor decided by itself, on behalf of the deployment that holds the lock, if there is one. */
    void add(String reason, WorkloadEvent event) {
        var rollout = state.rollout();
        add(new Cause(SUPERVISOR, reason, rollout == null ? null : rollout.deployment()), event);
    }
}

package io.troupe.cluster.workload;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What a supervisor's shell asks its pure core; the seam where a planted mutation goes in. */
public interface SupervisorCore {
    Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now);

    Decision resume(WorkloadState state, Instant now);

    Optional<Instant> deadline(WorkloadState state, Exchange exchange, Instant now);

    WorkloadState apply(WorkloadState state, WorkloadRecord entry);

    /** The product's. */
    static SupervisorCore of(WorkloadId workload, Supplier<String> ids) {
        var decisions = new WorkloadDecisions(workload, ids);
        return new SupervisorCore() {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                return decisions.decide(state, exchange, input, now);
            }

            @Override
            public Decision resume(WorkloadState state, Instant now) {
                return decisions.resume(state, now);
            }

            @Override
            public Optional<Instant> deadline(WorkloadState state, Exchange exchange, Instant now) {
                return decisions.deadline(state, exchange, now);
            }

            @Override
            public WorkloadState apply(WorkloadState state, WorkloadRecord entry) {
                return state.apply(entry);
            }
        };
    }
}

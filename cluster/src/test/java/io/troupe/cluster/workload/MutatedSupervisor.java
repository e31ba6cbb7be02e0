package io.troupe.cluster.workload;

import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.Optional;

/** Asks the product's core; what a planted mutation does differently, it overrides. */
class MutatedSupervisor implements SupervisorCore {
    final SupervisorCore product;

    MutatedSupervisor(SupervisorCore product) {
        this.product = product;
    }

    @Override
    public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
        return product.decide(state, exchange, input, now);
    }

    @Override
    public Decision resume(WorkloadState state, Instant now) {
        return product.resume(state, now);
    }

    @Override
    public Optional<Instant> deadline(WorkloadState state, Exchange exchange, Instant now) {
        return product.deadline(state, exchange, now);
    }

    @Override
    public WorkloadState apply(WorkloadState state, WorkloadRecord entry) {
        return product.apply(state, entry);
    }
}

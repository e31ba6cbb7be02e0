package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadSpec;

/** An app as the domain has it: what runs, and how many. */
record AppDefinition(WorkloadSpec spec, int instances) {
    WorkloadId id() {
        return spec.id();
    }
}

package io.troupe.cluster.workload;

import io.troupe.persistence.format.JournalKind;
import io.troupe.persistence.format.JournalKinds;
import java.util.List;

/** The snapshot of a workload. */
public final class WorkloadJournalKinds implements JournalKinds {
    @Override
    public List<JournalKind<?>> kinds() {
        return List.of(JournalKind.of("workload-state", WorkloadState.class));
    }
}

package io.troupe.persistence.format;

import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.List;

/** The journal entries of the protocol. */
public final class ProtocolJournalKinds implements JournalKinds {
    @Override
    public List<JournalKind<?>> kinds() {
        return List.of(
                JournalKind.of("workload", WorkloadRecord.class),
                JournalKind.of("deployment", DeploymentRecord.class),
                JournalKind.of("group", GroupRecord.class));
    }
}

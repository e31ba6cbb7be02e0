package io.troupe.cluster;

import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;

/** Pictures of workloads for tests that only need to tell them apart. */
public final class PictureFixture {
    private PictureFixture() {}

    /** A workload without instances after that many events. */
    public static WorkloadView picture(String id, long sequence) {
        var workload = WorkloadId.of(id);
        var revision = new Revision(
                1,
                Instant.EPOCH,
                WorkloadSpec.of(workload, ContainerSpec.process("main", "true", Resources.of(0.1, 32))));
        var target = new Target(1, Instant.EPOCH, 1, 0);
        return new WorkloadView(
                workload,
                sequence,
                revision,
                target,
                List.of(revision),
                List.of(target),
                List.of(),
                null,
                false,
                null,
                null,
                null);
    }
}

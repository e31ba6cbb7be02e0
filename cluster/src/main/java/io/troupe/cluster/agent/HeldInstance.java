package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its agent knows it: what it takes of the node until it has ended, and from then on the memory that it must not run again.
 *
 * @param report the last thing seen of it; before anything was seen, that it is being prepared
 * @param seen whether the report may be told to the supervisor; an instance on its way without a pull has nothing to tell yet
 * @param stopping whether it was told to stop
 * @param kept whether its containers or its sandbox may still be there
 * @param acknowledgedAt when its supervisor had stored that it ended; null until then
 */
public record HeldInstance(
        InstanceId id,
        WorkloadId workload,
        Resources resources,
        List<Integer> hostPorts,
        InstanceReport report,
        boolean seen,
        boolean stopping,
        boolean kept,
        @Nullable Instant acknowledgedAt) {
    public HeldInstance {
        hostPorts = List.copyOf(hostPorts);
    }

    public boolean hasEnded() {
        return report.state().hasEnded();
    }

    HeldInstance withReport(InstanceReport next) {
        return new HeldInstance(id, workload, resources, hostPorts, next, true, stopping, kept, acknowledgedAt);
    }

    HeldInstance toldToStop() {
        return new HeldInstance(id, workload, resources, hostPorts, report, seen, true, kept, acknowledgedAt);
    }

    HeldInstance cleared() {
        return new HeldInstance(id, workload, resources, hostPorts, report, seen, stopping, false, acknowledgedAt);
    }

    HeldInstance acknowledged(Instant at) {
        return new HeldInstance(id, workload, resources, hostPorts, report, seen, stopping, kept, at);
    }
}

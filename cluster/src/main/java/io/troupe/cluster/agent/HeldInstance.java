package io.troupe.cluster.agent;

import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its agent knows it: what it takes of the node until it has ended, and from then on the memory that it must not run again.
 *
 * @param size how many containers it has
 * @param engines the kinds of engines that have its containers; empty if it has none
 * @param checks how it is found out whether it serves; null if it is not
 * @param report the last thing seen of it; before anything was seen, that it is being prepared
 * @param seen whether the report may be told to the supervisor; an instance on its way without a pull has nothing to tell yet
 * @param noted whether it is known from a note of a former run alone: its engines have yet to say what became of it
 * @param stopping why it was told to stop; null while it was not
 * @param kept whether its containers or its sandbox may still be there
 * @param acknowledgedAt when its supervisor had stored that it ended; null until then
 * @param grace how long its containers may take to end by themselves
 */
public record HeldInstance(
        InstanceId id,
        WorkloadId workload,
        Resources resources,
        List<Integer> hostPorts,
        int size,
        Set<EngineKind> engines,
        @Nullable CheckPlan checks,
        InstanceReport report,
        boolean seen,
        boolean noted,
        @Nullable StopReason stopping,
        boolean kept,
        @Nullable Instant acknowledgedAt,
        Duration grace) {
    public HeldInstance {
        hostPorts = List.copyOf(hostPorts);
        engines = Set.copyOf(engines);
    }

    public boolean hasEnded() {
        return report.state().hasEnded();
    }

    boolean isRunning() {
        return report.state() == InstanceState.RUNNING;
    }

    /** Whether its checks are to be tried now. */
    boolean watched() {
        return checks != null && isRunning() && stopping == null;
    }

    HeldInstance withReport(InstanceReport next) {
        return new HeldInstance(
                id,
                workload,
                resources,
                hostPorts,
                size,
                engines,
                checks,
                next,
                true,
                false,
                stopping,
                kept,
                acknowledgedAt,
                grace);
    }

    HeldInstance toldToStop(StopReason reason) {
        return new HeldInstance(
                id,
                workload,
                resources,
                hostPorts,
                size,
                engines,
                checks,
                report,
                seen,
                noted,
                reason,
                kept,
                acknowledgedAt,
                grace);
    }

    HeldInstance cleared() {
        return new HeldInstance(
                id,
                workload,
                resources,
                hostPorts,
                size,
                engines,
                checks,
                report,
                seen,
                noted,
                stopping,
                false,
                acknowledgedAt,
                grace);
    }

    HeldInstance acknowledged(Instant at) {
        return new HeldInstance(
                id, workload, resources, hostPorts, size, engines, checks, report, seen, noted, stopping, kept, at,
                grace);
    }
}

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its agent knows it: what it takes of the node until it has ended, and from then on the memory that it must not run again.
 *
 * @param report the last thing seen of it; before anything was seen, that it is being prepared
 * @param sight where the report is from
 * @param stopping why it was told to stop; null while it was not
 * @param kept whether its containers or its sandbox may still be there
 * @param acknowledgedAt when its supervisor had stored that it ended; null until then
 */
public record HeldInstance(
        Holding holding,
        HeldContainers containers,
        InstanceReport report,
        Sight sight,
        @Nullable StopReason stopping,
        boolean kept,
        @Nullable Instant acknowledgedAt) {
    /** Where what is known of an instance is from. */
    public enum Sight {
        /** A note of a former run alone: its engines have yet to say what became of it. */
        NOTED,
        /** The launch: it is on its way without a pull, and there is nothing to tell yet. */
        LAUNCHED,
        /** It was seen, or the agent knows without looking; its supervisor may be told. */
        SEEN
    }

    /** One that may have containers or a sandbox. */
    static HeldInstance here(Holding holding, HeldContainers containers, InstanceReport report, Sight sight) {
        return new HeldInstance(holding, containers, report, sight, null, true, null);
    }

    /** One that was never on the node, or is not any more. */
    static HeldInstance memory(WorkloadId workload, InstanceReport report) {
        var nothing = Holding.nothing(report.instance(), workload);
        return new HeldInstance(nothing, HeldContainers.NONE, report, Sight.SEEN, null, false, null);
    }

    public InstanceId id() {
        return holding.instance();
    }

    public WorkloadId workload() {
        return holding.workload();
    }

    public Resources resources() {
        return holding.resources();
    }

    /** How many containers it has. */
    public int size() {
        return containers.count();
    }

    Set<EngineKind> engines() {
        return containers.engines();
    }

    @Nullable CheckPlan checks() {
        return containers.checks();
    }

    Duration grace() {
        return containers.grace();
    }

    boolean noted() {
        return sight == Sight.NOTED;
    }

    boolean seen() {
        return sight == Sight.SEEN;
    }

    public boolean hasEnded() {
        return report.state().hasEnded();
    }

    boolean isRunning() {
        return report.state() == InstanceState.RUNNING;
    }

    /** Whether its checks are to be tried now. */
    boolean watched() {
        return checks() != null && isRunning() && stopping == null;
    }

    HeldInstance withReport(InstanceReport next) {
        return new HeldInstance(holding, containers, next, Sight.SEEN, stopping, kept, acknowledgedAt);
    }

    HeldInstance toldToStop(StopReason reason) {
        return new HeldInstance(holding, containers, report, sight, reason, kept, acknowledgedAt);
    }

    HeldInstance cleared() {
        return new HeldInstance(holding, containers, report, sight, stopping, false, acknowledgedAt);
    }

    HeldInstance acknowledged(Instant at) {
        return new HeldInstance(holding, containers, report, sight, stopping, kept, at);
    }
}

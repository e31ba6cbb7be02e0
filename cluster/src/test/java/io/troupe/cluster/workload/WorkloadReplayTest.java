package io.troupe.cluster.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadReplayTest {
    private static final DeploymentId DEPLOYMENT = DeploymentId.of("d1");
    private static final WorkloadSpec OLD = spec("sleep 1");
    private static final WorkloadSpec NEW = spec("sleep 2");
    /** Each target was set a minute after the one before, and reached much later. */
    private static final List<WorkloadRecord> JOURNAL = List.of(
            began(1, OLD, 1, false),
            record(30, new WorkloadEvent.RolloutEnded(DEPLOYMENT, RolloutOutcome.COMPLETED)),
            began(2, null, 3, false),
            began(3, NEW, 3, false),
            began(4, null, 0, true),
            began(5, OLD, 2, false));

    @Test
    void aWorkloadIsDefinedByTheLastTargetThatWasSetUntilThen() {
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(0))).isEmpty();
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(1))).contains(new Original(OLD, 1));
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(2))).contains(new Original(OLD, 3));
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(3).plusSeconds(30))).contains(new Original(NEW, 3));
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(4))).isEmpty();
        assertThat(WorkloadReplay.definitionAt(JOURNAL, at(60))).contains(new Original(OLD, 2));
    }

    private static WorkloadRecord began(int minute, @Nullable WorkloadSpec spec, int instances, boolean delete) {
        var revision = spec == null ? null : new Revision(minute, at(minute), spec);
        return record(
                minute + 20,
                new WorkloadEvent.RolloutBegan(
                        DEPLOYMENT, revision, new Target(minute, at(minute), minute, instances), false, delete));
    }

    private static WorkloadRecord record(int minute, WorkloadEvent event) {
        return new WorkloadRecord(at(minute), Cause.of("test", "because"), event);
    }

    private static Instant at(int minute) {
        return Instant.parse("2026-11-23T10:00:00Z").plusSeconds(60L * minute);
    }

    private static WorkloadSpec spec(String line) {
        return WorkloadSpec.of(WorkloadId.of("/a"), ContainerSpec.process("main", line, Resources.of(0.1, 32)));
    }
}

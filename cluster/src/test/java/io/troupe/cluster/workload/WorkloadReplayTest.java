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
import java.util.Optional;
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
            began(5, OLD, 2, false),
            began(6, NEW, 2, false),
            record(27, back(7, 5, 4)));

    @Test
    void aWorkloadIsDefinedByTheLastTargetThatWasSetUntilThen() {
        assertThat(definitionAt(at(0))).isEmpty();
        assertThat(definitionAt(at(1))).contains(new Original(OLD, 1));
        assertThat(definitionAt(at(2))).contains(new Original(OLD, 3));
        assertThat(definitionAt(at(3).plusSeconds(30))).contains(new Original(NEW, 3));
        assertThat(definitionAt(at(4))).isEmpty();
        assertThat(definitionAt(at(6))).contains(new Original(NEW, 2));
        assertThat(definitionAt(at(60)))
                .as("it went back to a revision that still ran")
                .contains(new Original(OLD, 4));
    }

    private static Optional<Original> definitionAt(Instant at) {
        var replay = new DefinitionReplay(at);
        assertThat(JOURNAL.stream().allMatch(replay::add)).isEqualTo(at.isAfter(at(6)));
        return replay.definition();
    }

    private static WorkloadEvent back(int minute, long revision, int instances) {
        return new WorkloadEvent.RolloutBegan(
                DEPLOYMENT, null, new Target(minute, at(minute), revision, instances), false, false);
    }

    private static WorkloadRecord began(int minute, @Nullable WorkloadSpec spec, int instances, boolean delete) {
        var revision = spec == null ? null : new Revision(minute, at(minute), spec);
        return record(
                minute + 20,
                new WorkloadEvent.RolloutBegan(
                        DEPLOYMENT,
                        revision,
                        new Target(minute, at(minute), spec == null ? minute - 1 : minute, instances),
                        false,
                        delete));
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

package io.troupe.persistence.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.testing.GoldenFiles;
import io.troupe.persistence.testing.StoredTypes;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal is an interface to the past: these tests fail when something that was stored could not be read any more. */
class GoldenFilesOfTheJournalTest {
    private final JournalFormat format = new JournalFormat(new JournalKindTable(new ProtocolJournalKinds().kinds()));

    @Test
    void whatWasStoredIsReadIntoTheSameValues() {
        var golden = new GoldenFiles(Path.of("src/test/resources/golden"), format);

        assertThat(golden.faults(RecordSamples.all())).isEmpty();
    }

    @Test
    void eachEventHasASample() {
        var sampled = RecordSamples.all().values().stream()
                .map(GoldenFilesOfTheJournalTest::eventOf)
                .<Class<?>>map(Object::getClass)
                .toList();

        assertThat(sampled).containsAll(StoredTypes.leaves(WorkloadEvent.class));
        assertThat(sampled).containsAll(StoredTypes.leaves(DeploymentEvent.class));
        assertThat(sampled).containsAll(StoredTypes.leaves(GroupEvent.class));
    }

    @Test
    void eachSampleComesBackAsItWas() throws JournalFormatException {
        for (var sample : RecordSamples.all().values()) {
            assertThat(format.read(format.write(sample), format.manifest(sample)))
                    .isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WorkloadRecord.class, DeploymentRecord.class, GroupRecord.class})
    void allTheirPartsCanBeStored(Class<?> type) {
        assertThat(StoredTypes.of(type).faults()).isEqualTo(List.of());
    }

    private static Object eventOf(Object sample) {
        return switch (sample) {
            case WorkloadRecord workload -> workload.event();
            case DeploymentRecord deployment -> deployment.event();
            case GroupRecord group -> group.event();
            default -> throw new AssertionError(sample);
        };
    }
}

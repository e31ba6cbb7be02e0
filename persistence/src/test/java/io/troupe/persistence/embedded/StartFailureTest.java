package io.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
    private static final Path LOG = Path.of("/data/logs/cassandra.log");

    @ParameterizedTest
    @CsvSource({
        "Caused by: java.io.IOException: No space left on device, DISK_FULL",
        "java.net.BindException: Address already in use, PORT_TAKEN",
        "127.0.0.1:21000 is in use by another process.  Change listen_address, PORT_TAKEN",
        "org.apache.cassandra.db.commitlog.CommitLogReplayer$CommitLogReplayException: x, COMMIT_LOG_CORRUPTED",
        "anything else, ENDED",
    })
    void theLogTellsTheKind(String line, Kind kind) {
        assertThat(StartFailure.of(3, line + "\n", LOG).kind()).isEqualTo(kind);
    }

    @Test
    void theLastErrorIsShownWithoutItsStack() {
        var log = """
                10:00 WARN something
                java.lang.IllegalStateException: the reason
                \tat io.troupe.Somewhere
                10:01 INFO bye
                """;

        assertThat(StartFailure.of(3, log, LOG))
                .hasMessage("Cassandra ended while it started: java.lang.IllegalStateException: the reason"
                        + " (exit code 3, log: /data/logs/cassandra.log)");
    }

    @Test
    void silenceIsSaid() {
        assertThat(StartFailure.of(137, "", LOG)).hasMessageContaining("it said nothing (exit code 137");
    }
}

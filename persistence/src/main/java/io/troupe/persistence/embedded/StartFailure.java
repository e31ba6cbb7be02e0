package io.troupe.persistence.embedded;

import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.nio.file.Path;
import java.util.List;

/** Explains why a start failed, from what the process left behind. Reads nothing itself. */
final class StartFailure {
    /** How much of the end of a log is looked at. */
    static final int LOG_BYTES_MAX = 64 << 10;

    private static final int SHOWN_CHARACTERS_MAX = 300;

    private StartFailure() {}

    /**
     * @param exitCode of the process
     * @param log the end of what it wrote since it was started
     * @param logFile where all of it is
     */
    static EmbeddedCassandraException of(int exitCode, String log, Path logFile) {
        var where = " (exit code " + exitCode + ", log: " + logFile + ")";
        if (log.contains("No space left on device") || log.contains("Disk quota exceeded")) {
            return new EmbeddedCassandraException(
                    Kind.DISK_FULL,
                    "Cassandra ran out of disk space while it started; make room and start again" + where);
        }
        if (log.contains("Address already in use") || log.contains("is in use by another process")) {
            return new EmbeddedCassandraException(
                    Kind.PORT_TAKEN, "a port Cassandra needs was taken by another process while it started" + where);
        }
        if (log.contains("CommitLogReplayException") || log.contains("CommitLogReadException")) {
            return new EmbeddedCassandraException(
                    Kind.COMMIT_LOG_CORRUPTED,
                    "Cassandra cannot read its commit log back: the disk or a foreign program damaged it; restore a back-up, or see"
                            + " \"A damaged commit log\" in docs/operations/cassandra.md to go on without the damaged writes"
                            + where);
        }
        return new EmbeddedCassandraException(
                Kind.ENDED, "Cassandra ended while it started: " + lastWords(log) + where);
    }

    /** The last line that looks like an error, or else the last line. */
    private static String lastWords(String log) {
        var lines = log.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .toList();
        var errors = lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("Exception") || line.contains("Error:"))
                .toList();
        var shown = errors.isEmpty() ? last(lines) : last(errors);
        return shown.length() > SHOWN_CHARACTERS_MAX ? shown.substring(0, SHOWN_CHARACTERS_MAX) + "..." : shown;
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
    }
}

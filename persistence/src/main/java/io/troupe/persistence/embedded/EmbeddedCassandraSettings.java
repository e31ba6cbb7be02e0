package io.troupe.persistence.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the embedded Cassandra runs.
 *
 * @param directory where its data, configuration and logs lie; nobody else may write there
 * @param program the folder of its jars, see {@link CassandraProgramFolder}
 * @param java the Java program to run it with
 * @param port where it listens for CQL on 127.0.0.1; 0 lets the first start choose a free one, which later starts use again
 * @param heapMebibytesMin heap at start
 * @param heapMebibytesMax most heap it may take
 * @param freeMebibytesMin it is not started with less free disk space than this
 * @param startMax longest time a start may take
 * @param stopMax longest time an orderly stop may take before it is killed, which loses nothing
 */
public record EmbeddedCassandraSettings(
        Path directory,
        Path program,
        Path java,
        int port,
        int heapMebibytesMin,
        int heapMebibytesMax,
        int freeMebibytesMin,
        Duration startMax,
        Duration stopMax) {
    public EmbeddedCassandraSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (heapMebibytesMin > heapMebibytesMax) {
            throw new IllegalArgumentException("the heap's minimum is above its maximum");
        }
    }

    /** The defaults, with the program where the build or the distribution put it and the Java that runs this process. */
    public static EmbeddedCassandraSettings in(Path directory) {
        return new EmbeddedCassandraSettings(
                directory.toAbsolutePath().normalize(),
                CassandraProgramFolder.locate(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                0,
                64,
                384,
                64,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }

    public EmbeddedCassandraSettings withPort(int newPort) {
        return new EmbeddedCassandraSettings(
                directory,
                program,
                java,
                newPort,
                heapMebibytesMin,
                heapMebibytesMax,
                freeMebibytesMin,
                startMax,
                stopMax);
    }

    public EmbeddedCassandraSettings withProgram(Path newProgram) {
        return new EmbeddedCassandraSettings(
                directory,
                newProgram,
                java,
                port,
                heapMebibytesMin,
                heapMebibytesMax,
                freeMebibytesMin,
                startMax,
                stopMax);
    }

    public EmbeddedCassandraSettings withJava(Path newJava) {
        return new EmbeddedCassandraSettings(
                directory,
                program,
                newJava,
                port,
                heapMebibytesMin,
                heapMebibytesMax,
                freeMebibytesMin,
                startMax,
                stopMax);
    }

    Path configuration() {
        return directory.resolve("cassandra.yaml");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** What the JVM itself says, before and beside Cassandra's own log. */
    Path startLog() {
        return logs().resolve("start.log");
    }

    Path log() {
        return logs().resolve("cassandra.log");
    }
}

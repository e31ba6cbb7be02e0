package io.troupe.persistence.embedded;

import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One attempt to start Cassandra: checks and prepares what it needs, begins the process, and waits till it answers. */
final class CassandraLaunch {
    private static final int PROBE_MILLIS_MAX = 1_000;
    private static final int POLL_MILLIS = 10;

    private final EmbeddedCassandraSettings settings;
    private final CassandraPorts ports;
    private final String yaml;

    private CassandraLaunch(EmbeddedCassandraSettings settings, CassandraPorts ports) {
        this.settings = settings;
        this.ports = ports;
        this.yaml = CassandraYaml.of(settings.directory(), ports);
    }

    /** Chooses the ports, too. */
    static CassandraLaunch prepare(EmbeddedCassandraSettings settings) throws IOException, EmbeddedCassandraException {
        check(settings);
        Files.createDirectories(settings.directory());
        checkSpace(settings);
        return new CassandraLaunch(settings, new PortChoice(settings.directory()).choose(settings.port()));
    }

    /** With the ports it had before: its clients know them. */
    static CassandraLaunch again(EmbeddedCassandraSettings settings, CassandraPorts ports)
            throws IOException, EmbeddedCassandraException {
        checkSpace(settings);
        return new CassandraLaunch(settings, ports);
    }

    CassandraPorts ports() {
        return ports;
    }

    static void check(EmbeddedCassandraSettings settings) throws EmbeddedCassandraException {
        if (!Files.isExecutable(settings.java())) {
            throw new EmbeddedCassandraException(
                    Kind.JAVA_MISSING, "there is no Java program at " + settings.java() + " to run Cassandra with");
        }
        if (!Files.exists(settings.program().resolve(CassandraProgramFolder.JAR_NAME))) {
            throw new EmbeddedCassandraException(
                    Kind.PROGRAM_MISSING,
                    "there is no " + CassandraProgramFolder.JAR_NAME + " in " + settings.program()
                            + ": build the project, or name the folder with -D" + CassandraProgramFolder.PROPERTY
                            + "=...");
        }
    }

    private static void checkSpace(EmbeddedCassandraSettings settings) throws IOException, EmbeddedCassandraException {
        var freeMebibytes = Files.getFileStore(settings.directory()).getUsableSpace() >> 20;
        if (freeMebibytes < settings.freeMebibytesMin()) {
            throw new EmbeddedCassandraException(
                    Kind.DISK_FULL,
                    "the disk of " + settings.directory() + " has " + freeMebibytes + " MiB left, and Cassandra needs "
                            + settings.freeMebibytesMin() + " MiB to start");
        }
    }

    /** Begins the process. {@code archive} are the JVM's options for its class archive. */
    Process begin(List<String> archive) throws IOException {
        Files.createDirectories(settings.logs());
        emptyScratch();
        Files.writeString(settings.configuration(), yaml);
        var command = CassandraCommand.of(settings, CassandraFingerprint.ofProcess(settings, yaml), archive);
        var builder = CassandraCommand.environmentOf(new ProcessBuilder(command))
                .directory(settings.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(settings.startLog().toFile());
        var process = builder.start();
        CassandraProcess.remember(settings.directory(), process.pid());
        return process;
    }

    /** Native libraries are unpacked here at each start, and {@code kill -9} leaves them. */
    private void emptyScratch() throws IOException {
        var scratch = settings.directory().resolve("tmp");
        Files.createDirectories(scratch);
        try (var files = Files.walk(scratch)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(scratch)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** @throws EmbeddedCassandraException if it ends or does not answer in time; then it has been killed */
    void awaitAnswer(Process process) throws InterruptedException, EmbeddedCassandraException, IOException {
        var logBytesBefore = sizeOf(settings.log());
        var deadline = System.nanoTime() + settings.startMax().toNanos();
        while (!CqlConnection.answers(ports.cql(), PROBE_MILLIS_MAX)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw StartFailure.of(process.exitValue(), written(logBytesBefore), settings.log());
            }
            if (System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new EmbeddedCassandraException(
                        Kind.TIMED_OUT,
                        "Cassandra did not answer within " + settings.startMax().toSeconds() + " s; its log is "
                                + settings.log());
            }
        }
    }

    /** What the JVM said, and the end of what Cassandra said since. */
    private String written(long logBytesBefore) throws IOException {
        return tail(settings.startLog(), 0) + tail(settings.log(), logBytesBefore);
    }

    private static String tail(Path file, long from) throws IOException {
        var size = sizeOf(file);
        if (size == 0) {
            return "";
        }
        var begin = Math.max(from > size ? 0 : from, size - StartFailure.LOG_BYTES_MAX);
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(begin);
            return new String(input.readNBytes(StartFailure.LOG_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}

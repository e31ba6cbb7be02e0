package io.troupe.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's archive of loaded and linked classes (JEP 483), which halves the time Cassandra takes to start. Made once by the build, beside the
 * jars; without it, or if it does not fit this Java or these jars, the start is slower and nothing else.
 */
public final class ClassArchive {
    private static final int TRAINING_SECONDS_MAX = 120;
    private static final int ANSWER_MILLIS_MAX = 10_000;
    private static final List<String> EXERCISE = List.of(
            "CREATE KEYSPACE exercise WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
            "CREATE TABLE exercise.entry (id text, number bigint, body blob, labels set<text>, PRIMARY KEY (id, number))",
            "INSERT INTO exercise.entry (id, number, body, labels) VALUES ('a', 1, 0xCAFE, {'x'})",
            "SELECT * FROM exercise.entry WHERE id = 'a' AND number > 0",
            "DELETE FROM exercise.entry WHERE id = 'a' AND number = 1",
            "SELECT * FROM system.local");

    private ClassArchive() {}

    /** The JVM's options to use the archive, if there is one for exactly this program. */
    static List<String> optionsToUse(EmbeddedCassandraSettings settings) throws IOException {
        var file = file(settings);
        return Files.exists(file) ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    private static Path file(EmbeddedCassandraSettings settings) throws IOException {
        return settings.program().resolve("classes-" + CassandraFingerprint.ofArchive(settings) + ".aot");
    }

    /**
     * Makes the archive for a program folder unless it is there, by a short run on a scratch directory. Takes about ten seconds.
     *
     * @param arguments the program folder; none for the one that is found
     */
    public static void main(String[] arguments) throws Exception {
        var scratch = Files.createTempDirectory("troupe-cassandra-training");
        try {
            var settings = EmbeddedCassandraSettings.in(scratch);
            make(
                    arguments.length == 0
                            ? settings
                            : settings.withProgram(Path.of(arguments[0]).toAbsolutePath()));
        } finally {
            deleteAll(scratch);
        }
    }

    static void make(EmbeddedCassandraSettings settings)
            throws IOException, InterruptedException, EmbeddedCassandraException {
        var file = file(settings);
        if (Files.exists(file)) {
            return;
        }
        deleteOldArchives(settings.program());
        var unfinished = settings.directory().resolve("training.aot");
        var launch = CassandraLaunch.prepare(settings);
        var process = launch.begin(List.of("-XX:AOTCacheOutput=" + unfinished));
        try {
            launch.awaitAnswer(process);
            try (var connection = CqlConnection.open(launch.ports().cql(), ANSWER_MILLIS_MAX)) {
                connection.greet();
                for (var statement : EXERCISE) {
                    connection.run(statement);
                }
            }
            process.destroy();
            process.waitFor(TRAINING_SECONDS_MAX, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        // In one step, so that nobody ever uses half an archive.
        Files.copy(unfinished, file.resolveSibling(file.getFileName() + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(file.resolveSibling(file.getFileName() + ".part"), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteOldArchives(Path program) throws IOException {
        try (var files = Files.list(program)) {
            for (var old :
                    files.filter(path -> path.toString().endsWith(".aot")).toList()) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

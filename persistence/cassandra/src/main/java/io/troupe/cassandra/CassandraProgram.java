package io.troupe.cassandra;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts the embedded Cassandra. All it needs is in system properties: Cassandra's own, and the directory {@value #DIRECTORY_PROPERTY}
 * in which its data, configuration and logs lie.
 */
public final class CassandraProgram {
    /** The directory this process works in; also the mark by which another process knows whose Cassandra it sees. */
    static final String DIRECTORY_PROPERTY = "troupe.cassandra.directory";

    private CassandraProgram() {}

    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(System.getProperty(DIRECTORY_PROPERTY, "."));
        var log = new PrintStream(BoundedLog.in(directory.resolve("logs")), true, StandardCharsets.UTF_8);
        System.setOut(log);
        System.setErr(log);
        var space = SpaceWatch.of(directory);
        new LeanDaemon(space).activate();
        space.start();
    }
}

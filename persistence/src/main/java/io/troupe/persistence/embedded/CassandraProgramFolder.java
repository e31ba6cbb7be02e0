package io.troupe.persistence.embedded;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder in which the jars of the embedded Cassandra lie, apart from Troupe's own.
 *
 * <p>It is, in this order: what the system property {@value #PROPERTY} says; {@code cassandra/} beside the folder of the jar of this class,
 * which is where a distribution has it; the distribution that a build of the whole project leaves in its {@code target/}.
 */
public final class CassandraProgramFolder {
    public static final String PROPERTY = "troupe.cassandra.program";

    /** The jar that is run; its manifest names all others. */
    static final String JAR_NAME = "troupe-cassandra.jar";

    private CassandraProgramFolder() {}

    /** The folder, or the first candidate if none of them has the program: starting it then says so. */
    public static Path locate() {
        var candidates = candidates();
        return candidates.stream()
                .filter(folder -> Files.exists(folder.resolve(JAR_NAME)))
                .findFirst()
                .orElse(candidates.getFirst());
    }

    private static List<Path> candidates() {
        var said = System.getProperty(PROPERTY);
        if (said != null) {
            return List.of(Path.of(said).toAbsolutePath());
        }
        var here = codeLocation();
        return List.of(
                here.resolve("../../cassandra").normalize(),
                here.resolve("../../../target/dist/lib/cassandra").normalize());
    }

    /** The jar, or the folder of classes, that this class came from. */
    private static Path codeLocation() {
        try {
            return Path.of(CassandraProgramFolder.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an unreadable entry", e);
        }
    }
}

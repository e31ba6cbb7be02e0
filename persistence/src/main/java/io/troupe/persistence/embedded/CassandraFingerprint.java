package io.troupe.persistence.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells one make of Cassandra from another, by what it is made of. */
final class CassandraFingerprint {
    private static final int DIGITS = 16;

    private CassandraFingerprint() {}

    /** Of the running program: the same if and only if it would be started the same way again. */
    static String ofProcess(EmbeddedCassandraSettings settings, String yaml) throws IOException {
        var digest = sha256();
        add(digest, settings.java().toString());
        CassandraCommand.flags(settings).forEach(flag -> add(digest, flag));
        add(digest, yaml);
        digest.update(Files.readAllBytes(settings.program().resolve(CassandraProgramFolder.JAR_NAME)));
        for (var jar : jars(settings.program())) {
            add(digest, jar.getFileName().toString());
        }
        return shortened(digest);
    }

    /** Of the program as the JVM's class archive sees it, which minds the time of each jar. */
    static String ofArchive(EmbeddedCassandraSettings settings) throws IOException {
        var digest = sha256();
        add(digest, settings.java().toRealPath().toString());
        add(digest, Runtime.version().toString());
        CassandraCommand.flags(settings).stream()
                .filter(flag -> flag.startsWith("-XX"))
                .filter(flag -> !flag.startsWith("-XX:ErrorFile"))
                .forEach(flag -> add(digest, flag));
        for (var jar : jars(settings.program())) {
            add(digest, jar.getFileName() + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
        }
        return shortened(digest);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static String shortened(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}

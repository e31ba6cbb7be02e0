package io.troupe.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/** The token that callers from other machines must show: one line in the data directory, readable by its owner alone. */
public final class TokenFile {
    /** Name of the file within the data directory. */
    public static final String NAME = "token";

    private static final int TOKEN_BYTES = 32;

    private TokenFile() {}

    /** Reads the token, making it first if there is none. */
    public static String readOrMake(Path dataDirectory) throws IOException {
        var file = dataDirectory.resolve(NAME);
        if (!Files.exists(file)) {
            make(file);
        }
        var token = Files.readString(file, UTF_8).strip();
        if (token.isEmpty()) {
            throw new IOException(file + " is empty: remove it, and a new token is made at the next start");
        }
        return token;
    }

    /** Written beside and moved, so that a crash leaves no half token; who was first wins. */
    private static void make(Path file) throws IOException {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var fresh = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(fresh);
        try (var channel = Files.newByteChannel(
                fresh, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(java.nio.ByteBuffer.wrap(token.getBytes(UTF_8)));
        }
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // Another start made it in the meantime; its token is as good.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}

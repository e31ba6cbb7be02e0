package io.troupe.node.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Paths that come from outside and must not lead out of a directory, by their words or through a link that something put there before. */
final class SafePath {
    private SafePath() {}

    static Path below(Path directory, String name) throws FetchException {
        try {
            var whole = directory.toAbsolutePath().normalize();
            var path = whole.resolve(name).normalize();
            if (!path.startsWith(whole) || path.equals(whole)) {
                throw new FetchException("'" + name + "' leads out of the sandbox");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new FetchException("a file's name is not one: " + e.getReason());
        }
    }

    /** Makes the directories above a path that are missing, and takes away a file that stands there; follows no link out. */
    static void makeRoom(Path directory, Path path) throws IOException, FetchException {
        var present = directory.toAbsolutePath().normalize();
        var parent = path.getParent();
        if (parent != null) {
            for (var part : present.relativize(parent)) {
                if (part.toString().isEmpty()) {
                    continue;
                }
                present = present.resolve(part);
                makeDirectory(directory, present);
            }
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(path);
        }
    }

    static void makeDirectory(Path directory, Path path) throws IOException, FetchException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(Files.createDirectory(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        } else if (!path.toRealPath().startsWith(directory.toRealPath())) {
            throw new FetchException(
                    "'" + directory.toAbsolutePath().normalize().relativize(path)
                            + "' is a link that leads out of the sandbox");
        }
    }
}

package io.troupe.node.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** What is unpacked of one archive: all of it inside of a directory, and not more than is allowed. */
final class ExtractedFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;
    private long bytesLeft;
    private int entriesLeft;

    ExtractedFiles(Path directory, FetchSettings settings) {
        this.directory = directory;
        bytesLeft = settings.extractedBytesMax();
        entriesLeft = settings.entriesMax();
    }

    /** Counts an entry; whether there is anything to do for it: archives often begin with the directory itself. */
    boolean admits(String name) throws FetchException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (--entriesLeft < 0) {
            throw new FetchException("the archive has too many files");
        }
        return !name.equals("./") && !name.equals(".") && !name.isEmpty();
    }

    Path path(String name) throws FetchException {
        return SafePath.below(directory, name);
    }

    void directory(Path path) throws IOException, FetchException {
        SafePath.makeRoom(directory, path);
        SafePath.makeDirectory(directory, path);
    }

    void write(Path file, InputStream in, int mode) throws IOException, FetchException, InterruptedException {
        SafePath.makeRoom(directory, file);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException("'" + directory.relativize(file) + "' is a directory");
        }
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                bytesLeft -= read;
                if (bytesLeft < 0) {
                    throw new FetchException("the archive unpacks to too many bytes");
                }
                out.write(buffer, 0, read);
            }
        }
        Files.setPosixFilePermissions(file, rights(mode));
    }

    /** Readable by all and writable by the owner; of what the archive says, only whether it may be run. */
    private static Set<PosixFilePermission> rights(int mode) {
        var rights = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0111) != 0) {
            rights.add(PosixFilePermission.OWNER_EXECUTE);
            rights.add(PosixFilePermission.GROUP_EXECUTE);
            rights.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return rights;
    }

    void link(Path path, String to) throws IOException, FetchException {
        var target = Path.of(to);
        var parent = path.getParent();
        if (target.isAbsolute() || parent == null) {
            throw new FetchException("'" + to + "', to which a link leads, is outside of the sandbox");
        }
        var whole = directory.toAbsolutePath().normalize();
        if (!parent.resolve(target).normalize().startsWith(whole)) {
            throw new FetchException("'" + to + "', to which a link leads, is outside of the sandbox");
        }
        SafePath.makeRoom(directory, path);
        Files.createSymbolicLink(path, target);
    }

    void hardLink(Path path, Path to) throws IOException, FetchException {
        SafePath.makeRoom(directory, path);
        if (Files.isSymbolicLink(to) || !to.toRealPath().startsWith(directory.toRealPath())) {
            throw new FetchException("a hard link leads out of the sandbox");
        }
        Files.createLink(path, to);
    }
}

package io.troupe.node.artifact;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks an archive into a directory. Nothing in it can write or link to what is outside; devices and the like, and rights beyond those of plain files,
 * are left out; the number of files and bytes is bounded, whatever the archive says of itself.
 */
final class ArchiveExtractor {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINK_BYTES_MAX = 4096;
    private static final int XZ_MEMORY_KIB_MAX = 256 * 1024;

    private final FetchSettings settings;

    ArchiveExtractor(FetchSettings settings) {
        this.settings = settings;
    }

    /** How much of what is allowed was used so far. */
    private static final class Budget {
        private long bytesLeft;
        private int entriesLeft;

        Budget(FetchSettings settings) {
            bytesLeft = settings.extractedBytesMax();
            entriesLeft = settings.entriesMax();
        }

        void entry() throws FetchException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (--entriesLeft < 0) {
                throw new FetchException("the archive has too many files");
            }
        }

        void bytes(int count) throws FetchException {
            bytesLeft -= count;
            if (bytesLeft < 0) {
                throw new FetchException("the archive unpacks to too many bytes");
            }
        }
    }

    /** @param name of which the end says what kind of archive it is */
    void extract(Path archive, String name, Path directory) throws IOException, FetchException, InterruptedException {
        try {
            unpack(archive, name, directory);
        } catch (IOException | FetchException e) {
            throw new FetchException("cannot unpack " + name + ": "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private void unpack(Path archive, String name, Path directory)
            throws IOException, FetchException, InterruptedException {
        var budget = new Budget(settings);
        if (name.endsWith(".zip")) {
            unzip(archive, directory, budget);
            return;
        }
        try (var plain = new BufferedInputStream(Files.newInputStream(archive))) {
            if (name.endsWith(".tar")) {
                untar(plain, directory, budget);
            } else if (name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
                untar(gzip(plain), directory, budget);
            } else if (name.endsWith(".tbz2") || name.endsWith(".tar.bz2")) {
                untar(new BZip2CompressorInputStream(plain, true), directory, budget);
            } else if (name.endsWith(".txz") || name.endsWith(".tar.xz")) {
                untar(
                        XZCompressorInputStream.builder()
                                .setInputStream(plain)
                                .setDecompressConcatenated(true)
                                .setMemoryLimitKiB(XZ_MEMORY_KIB_MAX)
                                .get(),
                        directory,
                        budget);
            } else {
                gunzip(gzip(plain), name, directory, budget);
            }
        }
    }

    private static InputStream gzip(InputStream in) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
    }

    private static void gunzip(InputStream in, String name, Path directory, Budget budget)
            throws IOException, FetchException, InterruptedException {
        budget.entry();
        var file = SafePath.below(directory, name.substring(0, name.length() - ".gz".length()));
        write(in, directory, file, 0644, budget);
    }

    private static void untar(InputStream in, Path directory, Budget budget)
            throws IOException, FetchException, InterruptedException {
        try (var tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                budget.entry();
                if (isTop(entry.getName())) {
                    continue;
                }
                var path = SafePath.below(directory, entry.getName());
                if (entry.isDirectory()) {
                    SafePath.makeRoom(directory, path);
                    SafePath.makeDirectory(directory, path);
                } else if (entry.isSymbolicLink()) {
                    link(directory, path, entry.getLinkName());
                } else if (entry.isLink()) {
                    hardLink(directory, path, SafePath.below(directory, entry.getLinkName()));
                } else if (entry.isFile()) {
                    write(tar, directory, path, entry.getMode(), budget);
                }
            }
        }
    }

    private static void unzip(Path archive, Path directory, Budget budget)
            throws IOException, FetchException, InterruptedException {
        try (var zip = ZipFile.builder().setPath(archive).get()) {
            var entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                budget.entry();
                if (isTop(entry.getName())) {
                    continue;
                }
                var path = SafePath.below(directory, entry.getName());
                if (entry.isDirectory()) {
                    SafePath.makeRoom(directory, path);
                    SafePath.makeDirectory(directory, path);
                } else if (entry.isUnixSymlink()) {
                    if (entry.getSize() > LINK_BYTES_MAX) {
                        throw new FetchException("a link is too long");
                    }
                    link(directory, path, zip.getUnixSymlink(entry));
                } else {
                    try (var in = zip.getInputStream(entry)) {
                        write(in, directory, path, entry.getUnixMode(), budget);
                    }
                }
            }
        }
    }

    /** Archives often begin with the directory itself. */
    private static boolean isTop(String name) {
        return name.equals("./") || name.equals(".") || name.isEmpty();
    }

    private static void write(InputStream in, Path directory, Path file, int mode, Budget budget)
            throws IOException, FetchException, InterruptedException {
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
                budget.bytes(read);
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

    private static void link(Path directory, Path path, String to) throws IOException, FetchException {
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

    private static void hardLink(Path directory, Path path, Path to) throws IOException, FetchException {
        SafePath.makeRoom(directory, path);
        if (Files.isSymbolicLink(to) || !to.toRealPath().startsWith(directory.toRealPath())) {
            throw new FetchException("a hard link leads out of the sandbox");
        }
        Files.createLink(path, to);
    }
}

package io.troupe.node.artifact;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final int LINK_BYTES_MAX = 4096;
    private static final int XZ_MEMORY_KIB_MAX = 256 * 1024;

    private final FetchSettings settings;

    ArchiveExtractor(FetchSettings settings) {
        this.settings = settings;
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
        var files = new ExtractedFiles(directory, settings);
        if (name.endsWith(".zip")) {
            unzip(archive, files);
            return;
        }
        try (var plain = new BufferedInputStream(Files.newInputStream(archive))) {
            if (name.endsWith(".tar")) {
                untar(plain, files);
            } else if (name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
                untar(gzip(plain), files);
            } else if (name.endsWith(".tbz2") || name.endsWith(".tar.bz2")) {
                untar(new BZip2CompressorInputStream(plain, true), files);
            } else if (name.endsWith(".txz") || name.endsWith(".tar.xz")) {
                untar(
                        XZCompressorInputStream.builder()
                                .setInputStream(plain)
                                .setDecompressConcatenated(true)
                                .setMemoryLimitKiB(XZ_MEMORY_KIB_MAX)
                                .get(),
                        files);
            } else {
                gunzip(gzip(plain), name, files);
            }
        }
    }

    private static InputStream gzip(InputStream in) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
    }

    private static void gunzip(InputStream in, String name, ExtractedFiles files)
            throws IOException, FetchException, InterruptedException {
        var file = name.substring(0, name.length() - ".gz".length());
        if (files.admits(file)) {
            files.write(files.path(file), in, 0644);
        }
    }

    private static void untar(InputStream in, ExtractedFiles files)
            throws IOException, FetchException, InterruptedException {
        try (var tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (files.admits(entry.getName())) {
                    extract(tar, entry, files);
                }
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, ExtractedFiles files)
            throws IOException, FetchException, InterruptedException {
        var path = files.path(entry.getName());
        if (entry.isDirectory()) {
            files.directory(path);
        } else if (entry.isSymbolicLink()) {
            files.link(path, entry.getLinkName());
        } else if (entry.isLink()) {
            files.hardLink(path, files.path(entry.getLinkName()));
        } else if (entry.isFile()) {
            files.write(path, tar, entry.getMode());
        }
    }

    private static void unzip(Path archive, ExtractedFiles files)
            throws IOException, FetchException, InterruptedException {
        try (var zip = ZipFile.builder().setPath(archive).get()) {
            var entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (files.admits(entry.getName())) {
                    extract(zip, entry, files);
                }
            }
        }
    }

    private static void extract(ZipFile zip, ZipArchiveEntry entry, ExtractedFiles files)
            throws IOException, FetchException, InterruptedException {
        var path = files.path(entry.getName());
        if (entry.isDirectory()) {
            files.directory(path);
        } else if (entry.isUnixSymlink()) {
            if (entry.getSize() > LINK_BYTES_MAX) {
                throw new FetchException("a link is too long");
            }
            files.link(path, zip.getUnixSymlink(entry));
        } else {
            try (var in = zip.getInputStream(entry)) {
                files.write(path, in, entry.getUnixMode());
            }
        }
    }
}

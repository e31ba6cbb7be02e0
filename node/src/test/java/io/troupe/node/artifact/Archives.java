package io.troupe.node.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Archives made for tests, good and evil. */
public final class Archives {
    private Archives() {}

    /** Writes the entries of a tar. */
    interface Tarring {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    static byte[] tar(Tarring tarring) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tarring.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void file(TarArchiveOutputStream tar, String name, String text, int mode) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(text.length());
        entry.setMode(0100000 | mode);
        tar.putArchiveEntry(entry);
        tar.write(text.getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
    }

    static void link(TarArchiveOutputStream tar, byte type, String name, String to) throws IOException {
        var entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    static void symlink(TarArchiveOutputStream tar, String name, String to) throws IOException {
        link(tar, TarConstants.LF_SYMLINK, name, to);
    }

    /** A directory with a script, a file, and a link to it. */
    public static byte[] tarOfProgram() {
        return tar(tar -> {
            file(tar, "./app/run.sh", "#!/bin/sh\necho ran\n", 04755);
            file(tar, "./app/data.txt", "data", 0600);
            symlink(tar, "./app/latest", "data.txt");
        });
    }

    static byte[] packed(String kind, byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(kind, bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzipped(byte[] plain) {
        return packed(CompressorStreamFactory.GZIP, plain);
    }

    static byte[] zip(String name, String text, int mode) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            var entry = new ZipArchiveEntry(name);
            entry.setUnixMode(mode);
            zip.putArchiveEntry(entry);
            zip.write(text.getBytes(StandardCharsets.US_ASCII));
            zip.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

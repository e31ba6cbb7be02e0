package io.troupe.node.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts that a node keeps. However many instances want one at the same time, it is downloaded once; what is in use is never taken away.
 * Begins empty: what a process that died left behind may be half a file.
 */
final class ArtifactCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactCache.class);

    private final Path folder;
    private final FetchSettings settings;
    private final Download download;
    /** By URI, in the order of their last use. */
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** One artifact; its fields but the lock are guarded by the cache. */
    private static final class Kept {
        final ReentrantLock loading = new ReentrantLock();
        final Path file;
        int users;
        long bytes = -1;

        Kept(Path file) {
            this.file = file;
        }
    }

    /** What is done with a kept file. */
    interface Use {
        void with(Path file) throws IOException, FetchException, InterruptedException;
    }

    ArtifactCache(Path folder, FetchSettings settings, Download download) {
        this.folder = folder;
        this.settings = settings;
        this.download = download;
        try {
            Files.createDirectories(folder);
            try (var left = Files.newDirectoryStream(folder)) {
                for (var file : left) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void use(String uri, Consumer<String> progress, Use use) throws IOException, FetchException, InterruptedException {
        Kept one;
        synchronized (kept) {
            one = kept.computeIfAbsent(uri, unknown -> new Kept(folder.resolve(name(uri))));
            one.users++;
        }
        try {
            load(uri, one, progress);
            use.with(one.file);
        } finally {
            synchronized (kept) {
                one.users--;
            }
            shrink();
        }
    }

    private void load(String uri, Kept one, Consumer<String> progress)
            throws IOException, FetchException, InterruptedException {
        one.loading.lockInterruptibly();
        try {
            synchronized (kept) {
                if (one.bytes >= 0) {
                    return;
                }
            }
            download.into(one.file, uri, progress);
            long bytes = Files.size(one.file);
            synchronized (kept) {
                one.bytes = bytes;
            }
        } finally {
            one.loading.unlock();
        }
    }

    /** Takes away what nobody uses, longest unused first, until the rest is within its bound; and what could not be downloaded. */
    private void shrink() {
        synchronized (kept) {
            long bytes = kept.values().stream()
                    .mapToLong(one -> Math.max(0, one.bytes))
                    .sum();
            var all = kept.values().iterator();
            while (all.hasNext()) {
                var one = all.next();
                if (one.users == 0 && (one.bytes < 0 || bytes > settings.cacheBytesMax())) {
                    bytes -= Math.max(0, one.bytes);
                    all.remove();
                    delete(one.file);
                }
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("artifact not removed file={} reason=\"{}\"", file, e.getMessage());
        }
    }

    private static String name(String uri) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(uri.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

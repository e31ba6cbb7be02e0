package io.troupe.node.artifact;

import io.troupe.protocol.workload.ArtifactSpec;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

/** Puts the artifacts of a container into its sandbox, one after the other. Each may be repeated. */
public final class ArtifactFetcher {
    private static final String PLAIN = "rw-r--r--";
    private static final String EXECUTABLE = "rwxr-xr-x";

    private final Download download;
    private final ArtifactCache cache;
    private final ArchiveExtractor extractor;

    /** @param cacheFolder for what is kept; emptied */
    public ArtifactFetcher(Path cacheFolder, FetchSettings settings) {
        this.download = new Download(settings);
        this.cache = new ArtifactCache(cacheFolder, settings, download);
        this.extractor = new ArchiveExtractor(settings);
    }

    /**
     * As Mesos does: an archive is unpacked into the sandbox itself, and stays beside its files unless it is kept in the cache.
     *
     * @param progress told what is being fetched
     */
    public void fetch(List<ArtifactSpec> artifacts, Path sandbox, Consumer<String> progress)
            throws FetchException, InterruptedException {
        for (var artifact : artifacts) {
            progress.accept("fetching " + Download.shown(artifact.uri()));
            try {
                fetch(artifact, sandbox, progress);
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw new FetchException("cannot put " + Download.shown(artifact.uri()) + " into the sandbox: "
                        + (e.getMessage() == null ? e : e.getMessage()));
            }
        }
    }

    private void fetch(ArtifactSpec artifact, Path sandbox, Consumer<String> progress)
            throws IOException, FetchException, InterruptedException {
        var given = name(artifact.uri());
        var target = SafePath.below(sandbox, artifact.path() == null ? given : artifact.path());
        // What it is called in the sandbox says what it is; failing that, what it was called before.
        var called = String.valueOf(target.getFileName());
        var name = ArtifactSpec.isArchive(called) ? called : given;
        boolean unpack = artifact.extract() && !artifact.executable() && ArtifactSpec.isArchive(name);
        if (artifact.cache()) {
            cache.use(artifact.uri(), progress, file -> {
                if (unpack) {
                    extractor.extract(file, name, sandbox);
                } else {
                    SafePath.makeRoom(sandbox, target);
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            });
        } else {
            SafePath.makeRoom(sandbox, target);
            download.into(target, artifact.uri(), progress);
            if (unpack) {
                extractor.extract(target, name, sandbox);
            }
        }
        if (!artifact.cache() || !unpack) {
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(artifact.executable() ? EXECUTABLE : PLAIN));
        }
    }

    private static String name(String uri) throws FetchException {
        try {
            var path = String.valueOf(new URI(uri).getPath());
            return path.substring(path.lastIndexOf('/') + 1);
        } catch (URISyntaxException e) {
            throw new FetchException("an artifact's URI has invalid syntax");
        }
    }
}

package io.troupe.protocol.workload;

import org.jspecify.annotations.Nullable;

/**
 * A file that is brought into a container's sandbox before the container starts.
 *
 * @param uri where it comes from: {@code http}, {@code https} or {@code file}
 * @param extract whether it is unpacked into the sandbox if its name says that it is an archive, see {@link #isArchive}
 * @param executable whether it may be run; then it is not unpacked
 * @param cache whether the node keeps it for later instances
 * @param path where it is put, relative to the sandbox; null for the last part of the URI
 */
public record ArtifactSpec(
        String uri,
        boolean extract,
        boolean executable,
        boolean cache,
        @Nullable String path) {
    /** How many a container may have. */
    public static final int ARTIFACTS_MAX = 100;

    /** Whether a file of that name is one that {@link #extract} unpacks; the forms are those of Mesos. */
    public static boolean isArchive(String name) {
        return name.endsWith(".zip")
                || name.endsWith(".tar")
                || name.endsWith(".tgz")
                || name.endsWith(".tbz2")
                || name.endsWith(".txz")
                || name.endsWith(".gz")
                || name.endsWith(".tar.bz2")
                || name.endsWith(".tar.xz");
    }
}

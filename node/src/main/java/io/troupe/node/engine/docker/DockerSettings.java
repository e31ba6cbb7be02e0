package io.troupe.node.engine.docker;

import io.troupe.protocol.identity.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Docker engine and what it may do.
 *
 * @param host where it listens
 * @param node whose containers are seen
 * @param credentials Docker's {@code config.json} with credentials for registries; may be missing
 * @param publishAddress the node's address on which ports are published, for example {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param seccompProfiles folder of the profiles that containers may name; null for none
 */
public record DockerSettings(
        DockerHost host,
        NodeId node,
        Path credentials,
        String publishAddress,
        @Nullable Path seccompProfiles) {
    /** Where containers find their sandbox; the path that Mesos gave it, which images made for Marathon expect. */
    public static final String SANDBOX = "/mnt/mesos/sandbox";

    /** For calls that are answered soon. A hundred containers that start at once need a connection each. */
    static final int QUICK_CONNECTIONS_MAX = 128;
    /** An engine gets slower when more containers than this are created, started or removed at once; the others wait here. */
    static final int CHANGES_MAX = 32;
    /** For followed output, pulls, and events. */
    static final int STREAMS_MAX = 512;
    /** For streams and for stops, which wait for their container. */
    static final int SLOW_CONNECTIONS_MAX = 2 * STREAMS_MAX;

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final int LOG_FILES_MAX = 3;
    static final String LOG_FILE_SIZE_MAX = "10m";

    /** Without profiles for seccomp. */
    public DockerSettings(DockerHost host, NodeId node, Path credentials, String publishAddress) {
        this(host, node, credentials, publishAddress, null);
    }
}

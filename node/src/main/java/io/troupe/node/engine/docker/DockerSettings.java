package io.troupe.node.engine.docker;

import io.troupe.protocol.identity.NodeId;
import java.nio.file.Path;

/**
 * How to reach a Docker engine and what it may do.
 *
 * @param host {@code unix:///path} or {@code tcp://host:port}, as in DOCKER_HOST
 * @param node whose containers are seen
 * @param credentials Docker's {@code config.json} with credentials for registries; may be missing
 * @param publishAddress the node's address on which ports are published, for example {@code 127.0.0.1} or {@code 0.0.0.0}
 */
public record DockerSettings(DockerHost host, NodeId node, Path credentials, String publishAddress) {
    /** Where containers find their sandbox; the path that Mesos gave it, which images made for Marathon expect. */
    public static final String SANDBOX = "/mnt/mesos/sandbox";

    static final int CONNECTIONS_MAX = 32;
    static final int LOG_FILES_MAX = 3;
    static final String LOG_FILE_SIZE_MAX = "10m";

    /** The engine of this machine, ports on loopback. */
    public static DockerSettings local(NodeId node) {
        return new DockerSettings(
                DockerHost.standard(),
                node,
                Path.of(System.getProperty("user.home", "/"), ".docker", "config.json"),
                "127.0.0.1");
    }
}

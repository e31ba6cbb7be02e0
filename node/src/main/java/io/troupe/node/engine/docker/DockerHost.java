package io.troupe.node.engine.docker;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an engine listens. */
public sealed interface DockerHost {
    /** Where an engine listens if nothing else was said to it. */
    static DockerHost standard() {
        return new UnixSocket("/var/run/docker.sock");
    }

    /** An engine of this machine. */
    record UnixSocket(String path) implements DockerHost {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /**
     * An engine reached over the network.
     *
     * @param certificates a folder with {@code ca.pem}, which vouches for the engine, and {@code cert.pem} and {@code key.pem}, which vouch for us;
     *     null to speak unencrypted
     */
    record Tcp(String name, int port, @Nullable Path certificates) implements DockerHost {
        @Override
        public String toString() {
            return "tcp://" + name + ":" + port;
        }
    }

    /** Whether engine and node see the same file system. */
    default boolean local() {
        return this instanceof UnixSocket;
    }

    /**
     * Reads the form of DOCKER_HOST.
     *
     * @param certificates the folder of DOCKER_CERT_PATH; null to speak unencrypted. A socket of the machine needs none.
     * @throws IllegalArgumentException if it is not one of {@code unix:///path} and {@code tcp://host:port}, or if certificates are missing
     */
    static DockerHost parse(String text, @Nullable Path certificates) {
        var fault = "a Docker host is unix:///path or tcp://host:port, not '" + text + "'";
        if (text.startsWith("unix:///")) {
            return new UnixSocket(text.substring("unix://".length()));
        }
        if (!text.startsWith("tcp://")) {
            throw new IllegalArgumentException(fault);
        }
        var uri = URI.create(text);
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException(fault);
        }
        if (certificates != null) {
            for (var file : List.of("ca.pem", "cert.pem", "key.pem")) {
                if (!Files.isReadable(certificates.resolve(file))) {
                    throw new IllegalArgumentException(
                            "TLS to " + text + " needs " + certificates.resolve(file) + ", which cannot be read");
                }
            }
        }
        return new Tcp(uri.getHost(), uri.getPort(), certificates);
    }
}

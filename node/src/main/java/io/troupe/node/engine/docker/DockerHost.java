package io.troupe.node.engine.docker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** Where an engine listens. */
public sealed interface DockerHost {
    /** Where an engine listens if nothing else was said to it. */
    static DockerHost standard() {
        return new UnixSocket("/var/run/docker.sock");
    }

    /** An engine of this machine. */
    record UnixSocket(String path) implements DockerHost {
        @Override
        public SocketChannel connect() throws IOException {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** An engine reached over the network, unencrypted. */
    record Tcp(String name, int port) implements DockerHost {
        @Override
        public SocketChannel connect() throws IOException {
            var channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                channel.connect(new InetSocketAddress(name, port));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e instanceof IOException io ? io : new IOException("no such host: " + name, e);
            }
        }

        @Override
        public String toString() {
            return "tcp://" + name + ":" + port;
        }
    }

    SocketChannel connect() throws IOException;

    /** Whether engine and node see the same file system. */
    default boolean local() {
        return this instanceof UnixSocket;
    }

    /**
     * Reads the form of DOCKER_HOST.
     *
     * @throws IllegalArgumentException if it is not one of {@code unix:///path} and {@code tcp://host:port}
     */
    static DockerHost parse(String text) {
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
        return new Tcp(uri.getHost(), uri.getPort());
    }
}

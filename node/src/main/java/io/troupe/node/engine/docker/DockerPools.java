package io.troupe.node.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Connections to an engine, kept for the next call. */
record DockerPools(DockerHttpClient quick, DockerHttpClient slow) implements AutoCloseable {
    static DockerPools of(DockerHost host) {
        return new DockerPools(
                open(host, DockerSettings.QUICK_CONNECTIONS_MAX), open(host, DockerSettings.SLOW_CONNECTIONS_MAX));
    }

    /** What vouches for both sides; null where nothing is encrypted. */
    static @Nullable DockerCertificates certificates(DockerHost host) {
        return switch (host) {
            case DockerHost.UnixSocket socket -> null;
            case DockerHost.Tcp tcp -> tcp.certificates() == null ? null : new DockerCertificates(tcp.certificates());
        };
    }

    private static DockerHttpClient open(DockerHost host, int connectionsMax) {
        var builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(host.toString()))
                .maxConnections(connectionsMax)
                .connectionTimeout(DockerSettings.CONNECT_TIMEOUT);
        var certificates = certificates(host);
        try {
            return (certificates == null ? builder : builder.sslConfig(certificates)).build();
        } catch (RuntimeException e) {
            var reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "the Docker engine at " + host + " cannot be reached: " + reason,
                    e);
        }
    }

    DockerPools withNewQuick(DockerHost host) {
        return new DockerPools(open(host, DockerSettings.QUICK_CONNECTIONS_MAX), slow);
    }

    void closeQuick() {
        close(quick);
    }

    /** Ends what is going on over them. */
    @Override
    public void close() {
        close(quick);
        close(slow);
    }

    private static void close(DockerHttpClient pool) {
        try {
            pool.close();
        } catch (IOException e) {
            throw new AssertionError("connections that cannot be closed", e);
        }
    }
}

package io.troupe.node.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection to an engine whose two directions end apart. Closing it from another thread ends a read. */
interface EngineSocket extends AutoCloseable {
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /** The engine reads the end; it can still be read from. */
    void endOutput() throws IOException;

    @Override
    void close();

    static EngineSocket open(DockerHost host) throws IOException {
        return switch (host) {
            case DockerHost.UnixSocket(String path) -> {
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                yield new Local(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
            }
            case DockerHost.Tcp tcp -> remote(tcp);
        };
    }

    private static EngineSocket remote(DockerHost.Tcp host) throws IOException {
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.connect(
                    new InetSocketAddress(host.name(), host.port()),
                    Math.toIntExact(DockerSettings.CONNECT_TIMEOUT.toMillis()));
            var certificates = DockerPools.certificates(host);
            return new Remote(
                    plain, certificates == null ? plain : encrypted(certificates.getSSLContext(), plain, host));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        } catch (GeneralSecurityException e) {
            plain.close();
            throw new IOException("the certificates for " + host + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Socket encrypted(SSLContext context, Socket plain, DockerHost.Tcp host) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host.name(), host.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** To an engine of this machine. */
    record Local(SocketChannel channel, InputStream input, OutputStream output) implements EngineSocket {
        @Override
        public void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new AssertionError("a socket that cannot be closed", e);
            }
        }
    }

    /**
     * Over the network.
     *
     * @param plain closed at once, without a farewell that could wait for the other side
     * @param spoken the same, or the encrypted one over it
     */
    record Remote(Socket plain, Socket spoken) implements EngineSocket {
        @Override
        public InputStream input() throws IOException {
            return spoken.getInputStream();
        }

        @Override
        public OutputStream output() throws IOException {
            return spoken.getOutputStream();
        }

        @Override
        public void endOutput() throws IOException {
            spoken.shutdownOutput();
        }

        @Override
        public void close() {
            try {
                plain.close();
            } catch (IOException e) {
                throw new AssertionError("a socket that cannot be closed", e);
            }
        }
    }
}

package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The machine's engine behind TLS, as {@code dockerd --tlsverify} offers it: who has no certificate of our authority is turned away. */
final class TlsFront implements AutoCloseable {
    private static final char[] PASSWORD = "front".toCharArray();
    private static final String MAKE_CERTIFICATES = """
            set -e
            key() { openssl req -newkey rsa:2048 -nodes -keyout $1-key.pem -out $1.csr -subj /CN=$1 2>/dev/null; }
            sign() { openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -out $1.pem $2 $3 2>/dev/null; }
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca-key.pem -out ca.pem -subj /CN=authority 2>/dev/null
            echo "subjectAltName=DNS:localhost,IP:127.0.0.1" >names
            key engine; sign engine -extfile names
            key cert; sign cert
            cp cert-key.pem key.pem
            openssl pkcs12 -export -in engine.pem -inkey engine-key.pem -out engine.p12 -passout pass:front
            """;

    private final SSLServerSocket server;

    private TlsFront(SSLServerSocket server) {
        this.server = server;
    }

    /** Makes {@code ca.pem}, {@code cert.pem} and {@code key.pem} and more in a folder. */
    static void makeCertificates(Path folder) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-c", MAKE_CERTIFICATES)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    static TlsFront start(Path certificates) throws IOException, GeneralSecurityException {
        var own = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(certificates.resolve("engine.p12"))) {
            own.load(file, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var file = Files.newInputStream(certificates.resolve("ca.pem"))) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        var front = new TlsFront(server);
        Thread.ofVirtual().start(front::accept);
        return front;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var outer = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> serve(outer));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(SSLSocket outer) {
        try (outer;
                var inner = SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"))) {
            var input = outer.getInputStream();
            var inwards = Thread.ofVirtual().start(() -> {
                copy(input, Channels.newOutputStream(inner));
                try {
                    inner.shutdownOutput();
                } catch (IOException e) {
                    // The engine hung up first.
                    return;
                }
            });
            copy(Channels.newInputStream(inner), outer.getOutputStream());
            outer.close();
            inwards.join();
        } catch (IOException | InterruptedException e) {
            // Turned away, or hung up.
            return;
        }
    }

    private static void copy(InputStream from, OutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException e) {
            // Either side hung up, which ends it.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

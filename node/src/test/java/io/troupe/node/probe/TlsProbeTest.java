package io.troupe.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsProbeTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void aServerWithACertificateThatNobodyKnowsPasses() throws Exception {
        var sockets = context().getServerSocketFactory();
        try (var wheel = new Wheel("test");
                var server = new AnsweringServer(
                        sockets.createServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress()), socket -> {
                            var in = socket.getInputStream();
                            var last = 0;
                            while (last != 0x0D0A0D0A) {
                                last = last << 8 | in.read();
                            }
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        })) {
            var probe = new Probe.Http(
                    true,
                    "/",
                    new Endpoint(new PortReference.Fixed(server.port()), false, false),
                    List.of(new StatusRange(200, 299)),
                    false);
            var call = new HttpCall(
                    probe, new ProbeTarget("127.0.0.1", server.port()), Duration.ofSeconds(20), false, wheel);

            assertThat(call.call()).isEqualTo(ProbeAnswer.passed(200));
        }
    }

    private SSLContext context() throws Exception {
        var file = folder.resolve("key.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=elsewhere.example",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}

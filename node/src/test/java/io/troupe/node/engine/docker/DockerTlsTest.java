package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.workload.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine over TCP, where both sides show certificates. */
@Tag("real")
class DockerTlsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path certificates;

    @TempDir
    Path sandboxes;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        TlsFront.makeCertificates(certificates);
    }

    @Test
    void everythingGoesOverTls() throws IOException, GeneralSecurityException {
        try (var front = TlsFront.start(certificates)) {
            var host = DockerHost.parse("tcp://localhost:" + front.port(), certificates);
            var under = new DockerUnderTest(sandboxes, host);
            var events = new ConcurrentLinkedQueue<EngineEvent>();
            try (var engine = under.open();
                    var subscription = engine.subscribe(events::add)) {
                assertThat(subscription).isNotNull();
                assertThat(engine.describe().available()).isTrue();
                var plan = under.plan(new CommandSpec.Shell("echo one; sleep 60"));
                engine.prepare(plan, PrepareProgress.SILENT);
                var id = engine.create(plan);
                try {
                    engine.start(id);
                    try (var reader = engine.logs(id, new LogRequest(null, true, true, true, null, null))) {
                        assertThat(reader.next().orElseThrow().bytes().utf8String())
                                .isEqualTo("one\n");
                    }
                    try (var session = engine.exec(id, new ExecRequest(null, List.of("wc", "-c"), false, true))) {
                        session.write(ByteString.fromString("hello"));
                        session.endInput();
                        assertThat(session.next()).contains(new ExecOutput.Bytes(false, ByteString.fromString("5\n")));
                        assertThat(session.next()).contains(new ExecOutput.Exited(0));
                    }
                } finally {
                    engine.remove(id);
                }
                await().atMost(SOON).until(() -> events.stream().anyMatch(EngineEvent.Removed.class::isInstance));
            }
        }
    }

    @Test
    void whoHasNoCertificateOfTheAuthorityIsTurnedAway() throws Exception {
        var others = Files.createDirectory(sandboxes.resolve("others"));
        TlsFront.makeCertificates(others);
        try (var front = TlsFront.start(certificates);
                var engine = new DockerUnderTest(sandboxes, DockerHost.parse("tcp://localhost:" + front.port(), others))
                        .open()) {
            assertThat(engine.describe().available()).isFalse();
            assertThatThrownBy(engine::list)
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE))
                    .hasMessageContaining("PKIX path");
        }
    }

    @Test
    void certificatesThatCannotBeUsedAreNamed() throws IOException {
        for (var file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.writeString(sandboxes.resolve(file), "no certificate");
        }
        try (var engine = new DockerUnderTest(sandboxes, DockerHost.parse("tcp://localhost:1", sandboxes)).open()) {
            assertThat(engine.describe().available()).isFalse();
            assertThatThrownBy(engine::list)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the certificates in " + sandboxes + " cannot be used");
        }
    }
}

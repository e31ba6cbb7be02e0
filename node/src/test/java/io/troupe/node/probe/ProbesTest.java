package io.troupe.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.node.engine.ExecSession;
import io.troupe.protocol.health.CheckResponse;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Wheel wheel = new Wheel("test");

    @AfterEach
    void stop() {
        wheel.close();
    }

    @Test
    void anAcceptedStatusPassesAndAnotherFailsWithItsNumber() throws IOException {
        assertThat(http("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(ProbeAnswer.passed(204));
        assertThat(http("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")).isEqualTo(ProbeAnswer.passed(302));
        assertThat(http("HTTP/1.0 503 Busy\r\n\r\nbusy")).isEqualTo(ProbeAnswer.failed(503, "HTTP 503"));
    }

    @Test
    void anInterimStatusIsNoResultOnlyIfItIsToBeIgnored() throws IOException {
        try (var server = AnsweringServer.saying("HTTP/1.1 103 Early Hints\r\n\r\n")) {
            assertThat(attempt(call(server, LONG, true, false)))
                    .isEqualTo(new ProbeAnswer(ProbeAnswer.Verdict.IGNORED, 103, "", null));
            assertThat(attempt(call(server, LONG, false, false))).isEqualTo(ProbeAnswer.failed(103, "HTTP 103"));
        }
    }

    @Test
    void whatIsNotHttpFails() throws IOException {
        assertThat(http("220 smtp.example.org ESMTP\r\n")).isEqualTo(ProbeAnswer.failed(null, "no HTTP answer"));
        assertThat(http("")).isEqualTo(ProbeAnswer.failed(null, "no HTTP answer"));
    }

    @Test
    void anAnswerThatIsKeptIsReadWithItsBody() throws IOException {
        try (var plain = AnsweringServer.saying("HTTP/1.1 503 No\r\nContent-Type: text/plain\r\n\r\nnot yet: ä");
                var chunked = AnsweringServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab\r\n\r\n2;x=y\r\ncd\r\n0\r\n\r\n")) {
            assertThat(attempt(call(plain, LONG, false, true)).response())
                    .isEqualTo(new CheckResponse(503, "text/plain", "not yet: ä"));
            assertThat(attempt(call(chunked, LONG, false, true)).response())
                    .isEqualTo(new CheckResponse(200, "a/b", "ab\r\ncd"));
        }
    }

    @Test
    void whoDoesNotAnswerInTimeFailsHoweverItHangs() throws IOException {
        var hang = new CountDownLatch(1);
        try (var silent = new AnsweringServer(socket -> awaitQuietly(hang));
                var dripping = new AnsweringServer(socket -> {
                    while (!socket.isClosed()) {
                        socket.getOutputStream().write('x');
                        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                    }
                })) {
            assertThat(attempt(call(silent, SHORT, false, false)))
                    .isEqualTo(ProbeAnswer.failed(null, "no answer within 200 ms"));
            assertThat(attempt(call(dripping, SHORT, false, false)).verdict()).isEqualTo(ProbeAnswer.Verdict.FAILED);
            assertThat(attempt(new GrpcCall(target(silent), "", SHORT, wheel)))
                    .isEqualTo(ProbeAnswer.failed(null, "no answer within 200 ms"));
        } finally {
            hang.countDown();
        }
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws IOException {
        var server = AnsweringServer.saying("");
        server.close();

        assertThat(attempt(call(server, LONG, false, false))).isEqualTo(ProbeAnswer.failed(null, "connection refused"));
        assertThat(attempt(new TcpCall(target(server), LONG)))
                .isEqualTo(ProbeAnswer.failed(null, "connection refused"));
    }

    @Test
    void aConnectionThatIsAcceptedPasses() throws IOException {
        try (var server = AnsweringServer.saying("")) {
            assertThat(attempt(new TcpCall(target(server), LONG))).isEqualTo(ProbeAnswer.passed(null));
        }
    }

    @Test
    void aCommandPassesByItsExitCodeAndSaysWhatItPrinted() throws IOException {
        assertThat(attempt(command(0, ""))).isEqualTo(ProbeAnswer.passed(0));
        assertThat(attempt(command(3, "no database\n"))).isEqualTo(ProbeAnswer.failed(3, "exit code 3: no database"));
    }

    @Test
    void aCommandThatHangsIsEnded() throws IOException {
        var closed = new CountDownLatch(1);
        var call = new CommandCall(() -> request -> new Session(new ArrayDeque<>(), closed), "hang", SHORT, wheel);

        assertThat(attempt(call)).isEqualTo(ProbeAnswer.failed(null, "the command did not end within 200 ms"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProbeAnswer http(String answer) throws IOException {
        try (var server = AnsweringServer.saying(answer)) {
            return attempt(call(server, LONG, false, false));
        }
    }

    private HttpCall call(AnsweringServer server, Duration timeout, boolean ignoresInterim, boolean keepsResponse) {
        var probe = new Probe.Http(
                false,
                "/ping",
                new Endpoint(new PortReference.Fixed(server.port()), false, false),
                List.of(new StatusRange(200, 399)),
                ignoresInterim);
        return new HttpCall(probe, target(server), timeout, keepsResponse, wheel);
    }

    private static ProbeTarget target(AnsweringServer server) {
        return new ProbeTarget("127.0.0.1", server.port());
    }

    private static ProbeAnswer attempt(ProbeCall call) {
        try {
            return call.call();
        } catch (IOException e) {
            return ProbeCall.failure(e, SHORT);
        }
    }

    private CommandCall command(int code, String said) {
        var output = new ArrayDeque<ExecOutput>();
        if (!said.isEmpty()) {
            output.add(new ExecOutput.Bytes(false, ByteString.fromString(said)));
        }
        output.add(new ExecOutput.Exited(code));
        return new CommandCall(() -> request -> new Session(output, new CountDownLatch(1)), "true", LONG, wheel);
    }

    /** Says what it is given, and then nothing until it is closed. */
    private record Session(Queue<ExecOutput> output, CountDownLatch closed) implements ExecSession {
        @Override
        public void write(ByteString bytes) {
            throw new AssertionError("a check gives no input");
        }

        @Override
        public void endInput() {}

        @Override
        public void resize(int columns, int rows) {}

        @Override
        public Optional<ExecOutput> next() {
            if (output.isEmpty()) {
                awaitQuietly(closed);
                return Optional.empty();
            }
            return Optional.of(Objects.requireNonNull(output.poll()));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}

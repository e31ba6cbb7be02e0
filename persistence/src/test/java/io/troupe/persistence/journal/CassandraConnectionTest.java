package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.persistence.journal.CassandraSettings.Credentials;
import io.troupe.persistence.journal.CassandraUnavailableException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CassandraConnectionTest {
    /** Long enough for a machine that is busy with other things. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    @Test
    void aClosedPortIsSaidAtOnce() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        assertFailure(to(closed), Kind.UNREACHABLE, ":" + closed + " cannot be reached: Connection refused");
    }

    @Test
    void aHostThatSaysNothingIsGivenUpInTime() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var begun = System.nanoTime();

            assertFailure(to(silent.getLocalPort(), Duration.ofSeconds(2)), Kind.UNREACHABLE, "cannot be reached");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ANSWER_MAX);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        try (var cassandra = new RefusingCassandra()) {
            assertFailure(
                    to(cassandra.port()).withCredentials(new Credentials("troupe", "secret")),
                    Kind.CREDENTIALS_REFUSED,
                    "refuses user 'troupe' or the password");
        }
    }

    @Test
    void aMissingPasswordIsSaid() throws Exception {
        try (var cassandra = new RefusingCassandra()) {
            assertFailure(
                    to(cassandra.port()), Kind.CREDENTIALS_REFUSED, "refuses connections without user and password");
        }
    }

    @Test
    void aPasswordDoesNotAppearInText() {
        assertThat(to(1).withCredentials(new Credentials("troupe", "secret")).toString())
                .contains("troupe")
                .doesNotContain("secret");
    }

    private static CassandraSettings to(int port) {
        return to(port, ANSWER_MAX);
    }

    private static CassandraSettings to(int port, Duration connectMax) {
        return new CassandraSettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                "troupe",
                1,
                null,
                null,
                null,
                connectMax);
    }

    private static void assertFailure(CassandraSettings settings, Kind kind, String words) {
        assertThatThrownBy(() -> CassandraConnection.open(settings))
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret")
                .extracting(failure -> ((CassandraUnavailableException) failure).kind())
                .isEqualTo(kind);
    }
}

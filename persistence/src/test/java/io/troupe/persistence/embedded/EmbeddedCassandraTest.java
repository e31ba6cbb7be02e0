package io.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.persistence.embedded.EmbeddedCassandraEvent.Down;
import io.troupe.persistence.embedded.EmbeddedCassandraEvent.Up;
import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import io.troupe.persistence.journal.CassandraConnection;
import io.troupe.persistence.journal.CassandraSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedCassandraTest {
    @TempDir
    Path directory;

    private final List<EmbeddedCassandraEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void nothingIsLeftRunning() throws IOException {
        CassandraProcess.find(directory).ifPresent(CassandraProcess::kill);
    }

    private EmbeddedCassandra start() throws Exception {
        return EmbeddedCassandra.start(EmbeddedCassandraSettings.in(directory), events::add);
    }

    @Test
    void itStartsAnswersAndStops() throws Exception {
        long pid;
        try (var cassandra = start()) {
            pid = cassandra.pid();

            assertThat(cassandra.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(CqlConnection.answers(cassandra.address().getPort(), 1_000))
                    .isTrue();
            assertThat(events).contains(new Up(pid, false));
        }

        assertThat(CassandraProcess.find(directory)).isEmpty();
        assertThat(events).noneMatch(Down.class::isInstance);
    }

    @Test
    void itComesBackOnTheSamePortWithTheSameRows() throws Exception {
        int port;
        try (var cassandra = start()) {
            port = cassandra.address().getPort();
            keep(port);
        }
        try (var cassandra = start()) {
            assertThat(cassandra.address().getPort()).isEqualTo(port);
            assertThat(new ProofTable(port).has("kept")).isTrue();
        }
    }

    @Test
    void anotherPortIsTakenWhenTheOldOneIsGone() throws Exception {
        int port;
        try (var cassandra = start()) {
            port = cassandra.address().getPort();
            keep(port);
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var cassandra = start()) {
            assertThat(cassandra.address().getPort()).isNotEqualTo(port);
            assertThat(new ProofTable(cassandra.address().getPort()).has("kept"))
                    .isTrue();
        }
    }

    @Test
    void oneThatIsKilledIsStartedAgainOnTheSamePort() throws Exception {
        try (var cassandra = start()) {
            var port = cassandra.address().getPort();
            keep(port);
            var first = cassandra.pid();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> cassandra.isUp() && cassandra.pid() != first);
            assertThat(cassandra.address().getPort()).isEqualTo(port);
            assertThat(new ProofTable(port).has("kept")).isTrue();
            assertThat(events.stream().filter(event -> event instanceof Down || event instanceof Up))
                    .containsExactly(
                            new Up(first, false),
                            new Down(first, "process " + first + " ended"),
                            new Up(cassandra.pid(), false));
        }
    }

    @Test
    void whoConnectsWhileItDiesIsConnectedToTheNext() throws Exception {
        try (var cassandra = start()) {
            ProcessHandle.of(cassandra.pid()).orElseThrow().destroyForcibly();
            try (var connection =
                    CassandraConnection.open(CassandraSettings.single(cassandra.address()), Duration.ofSeconds(60))) {
                assertThat(connection.roster().all().toCompletableFuture().join())
                        .isEmpty();
            }
        }
    }

    @Test
    void oneThatStopsAnsweringIsReplaced() throws Exception {
        try (var cassandra = start()) {
            var frozen = cassandra.pid();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(frozen))
                            .start()
                            .waitFor())
                    .isZero();

            await().atMost(EmbeddedCassandra.SILENT_MAX.multipliedBy(3))
                    .until(() -> cassandra.isUp() && cassandra.pid() != frozen);
            assertThat(events)
                    .anyMatch(
                            event -> event instanceof Down down && down.reason().contains("did not answer"));
        }
    }

    @Test
    void oneThatRunsIsTakenOver() throws Exception {
        var first = start();
        first.leave();
        events.clear();

        var begun = System.nanoTime();
        try (var second = start()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            assertThat(second.pid()).isEqualTo(first.pid());
            assertThat(second.address()).isEqualTo(first.address());
            assertThat(events).contains(new Up(first.pid(), true));
        }
        assertThat(CassandraProcess.find(directory)).isEmpty();
    }

    @Test
    void oneThatWasTakenOverIsWatchedToo() throws Exception {
        var first = start();
        first.leave();
        try (var second = start()) {
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> second.isUp() && second.pid() != first.pid());
        }
    }

    @Test
    void oneOfAnotherMakeIsReplaced() throws Exception {
        var first = start();
        first.leave();
        keep(first.address().getPort());
        var other = new EmbeddedCassandraSettings(
                directory,
                CassandraProgramFolder.locate(),
                EmbeddedCassandraSettings.in(directory).java(),
                0,
                64,
                400,
                64,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));

        try (var second = EmbeddedCassandra.start(other, events::add)) {
            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(new ProofTable(second.address().getPort()).has("kept")).isTrue();
        }
    }

    @Test
    void oneThatIsStillStartingIsTakenOver() throws Exception {
        var settings = EmbeddedCassandraSettings.in(directory);
        var process = CassandraLaunch.prepare(settings).begin(List.of());

        try (var cassandra = start()) {
            assertThat(cassandra.pid()).isEqualTo(process.pid());
        }
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = EmbeddedCassandraSettings.in(directory).withPort(taken.getLocalPort());

            assertFailure(settings, Kind.PORT_TAKEN, "port " + taken.getLocalPort());
        }
    }

    @Test
    void aMissingJavaIsSaid() {
        assertFailure(
                EmbeddedCassandraSettings.in(directory).withJava(directory.resolve("no-java")),
                Kind.JAVA_MISSING,
                "no-java");
    }

    @Test
    void aMissingProgramIsSaid() {
        assertFailure(
                EmbeddedCassandraSettings.in(directory).withProgram(directory.resolve("nothing")),
                Kind.PROGRAM_MISSING,
                "nothing");
    }

    @Test
    void aDamagedCommitLogIsSaid() throws Exception {
        var cassandra = start();
        var port = cassandra.address().getPort();
        var proof = new ProofTable(port);
        proof.create();
        for (var row = 0; row < 40; row++) {
            proof.write("row " + row, "x".repeat(500_000));
        }
        cassandra.leave();
        ProcessHandle.of(cassandra.pid()).orElseThrow().destroyForcibly();
        await().until(() -> CassandraProcess.find(directory).isEmpty());
        damageCommitLog();

        assertFailure(EmbeddedCassandraSettings.in(directory), Kind.COMMIT_LOG_CORRUPTED, "commit log");
    }

    @Test
    void itsLogLiesInItsDirectory() throws Exception {
        try (var _ = start()) {
            assertThat(directory.resolve("logs/cassandra.log")).exists();
            assertThat(directory.resolve("logs/start.log")).exists();
        }
    }

    @Test
    void oneWhoseParentWasKilledIsTakenOver() throws Exception {
        var parent = new ProcessBuilder(
                        EmbeddedCassandraSettings.in(directory).java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("parent.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Files.readString(directory.resolve("parent.log")).contains("kept"));
        } finally {
            parent.destroyForcibly().waitFor();
        }
        var orphan = CassandraProcess.find(directory).orElseThrow();

        try (var cassandra = start()) {
            assertThat(events).contains(new Up(orphan.pid(), true));
            assertThat(new ProofTable(cassandra.address().getPort()).has("kept"))
                    .isTrue();
        }
    }

    @Test
    void aCopyOfItsDirectoryIsABackUp() throws Exception {
        try (var cassandra = start()) {
            keep(cassandra.address().getPort());
        }
        var copy = directory.resolve("copy");
        assertThat(new ProcessBuilder(
                                "cp",
                                "-a",
                                directory.resolve("data").toString(),
                                directory.resolve("commitlog").toString(),
                                Files.createDirectory(copy).toString())
                        .start()
                        .waitFor())
                .isZero();

        try (var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(copy), events::add)) {
            assertThat(new ProofTable(cassandra.address().getPort()).has("kept"))
                    .isTrue();
        }
    }

    @Test
    void ctrlCInTheTerminalDoesNotReachIt() throws Exception {
        try (var cassandra = start()) {
            var stat = Files.readString(Path.of("/proc/" + cassandra.pid() + "/stat"));
            var group = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2];

            assertThat(Long.parseLong(group)).isEqualTo(cassandra.pid());
        }
    }

    /** A process that starts Cassandra, stores something, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(Path.of(arguments[0])), event -> {});
            keep(cassandra.address().getPort());
            System.out.println("kept");
            new CountDownLatch(1).await();
        }
    }

    private static void keep(int port) throws IOException {
        var proof = new ProofTable(port);
        proof.create();
        proof.write("kept", "body");
    }

    private void assertFailure(EmbeddedCassandraSettings settings, Kind kind, String words) {
        assertThatThrownBy(() -> EmbeddedCassandra.start(settings, events::add))
                .hasMessageContaining(words)
                .extracting(failure -> ((EmbeddedCassandraException) failure).kind())
                .isEqualTo(kind);
    }

    /** Changes the middle of the oldest file: damage at the end of the newest is taken for a write that a crash cut short. */
    private void damageCommitLog() throws IOException {
        try (var files = Files.list(directory.resolve("commitlog"))) {
            var file = files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .findFirst();
            if (file.isPresent()) {
                var bytes = Files.readAllBytes(file.get());
                var end = bytes.length;
                while (end > 0 && bytes[end - 1] == 0) {
                    end--;
                }
                for (var index = end / 2; index < Math.min(end / 2 + 2_000, end); index++) {
                    bytes[index] ^= 0x55;
                }
                Files.write(file.get(), bytes);
            }
        }
    }
}

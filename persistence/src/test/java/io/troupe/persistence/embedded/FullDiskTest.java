package io.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.troupe.persistence.embedded.EmbeddedCassandraEvent.Down;
import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a small file system of its own, which only root may mount. */
@Tag("real")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullDiskTest {
    private static final int MEBIBYTES = 160;
    /** Random, because what repeats itself is compressed. */
    private static final String BODY = new Random(1)
            .ints(400_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private static final int ROWS_MAX = 2_000;
    private static final Duration RETURN_MAX = Duration.ofSeconds(90);

    @TempDir
    Path mountPoint;

    private Path directory;

    private final List<EmbeddedCassandraEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void mountSmallDisk() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", mountPoint.toString());
        directory = mountPoint.resolve("cassandra");
    }

    @AfterEach
    void unmount() throws Exception {
        CassandraProcess.find(directory).ifPresent(CassandraProcess::kill);
        await().until(() -> CassandraProcess.find(directory).isEmpty());
        run("umount", mountPoint.toString());
    }

    @Test
    void nothingIsAcknowledgedThatIsNotStoredAndAllGoesOnOnceThereIsRoom() throws Exception {
        try (var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(directory), events::add)) {
            var proof = new ProofTable(cassandra.address().getPort());
            proof.create();

            var acknowledged = new ArrayList<String>();
            var refusal = writeUntilRefused(proof, acknowledged);
            assertThat(refusal).isLessThan(Duration.ofSeconds(5));
            assertThat(acknowledged).isNotEmpty();
            assertThat(proof.has(acknowledged.getFirst())).isTrue();
            assertThat(proof.has(acknowledged.getLast())).isTrue();
            assertThat(events).noneMatch(Down.class::isInstance);

            run("mount", "-o", "remount,size=" + MEBIBYTES * 4 + "m", mountPoint.toString());

            await().atMost(RETURN_MAX)
                    .until(() -> events.stream().anyMatch(Down.class::isInstance) && cassandra.isUp());
            proof.write("afterwards", "body");
            for (var id : acknowledged) {
                assertThat(proof.has(id)).as(id).isTrue();
            }
        }
    }

    @Test
    void aStartOnAFullDiskSaysSo() throws Exception {
        Files.createDirectories(directory);
        fill(MEBIBYTES - 40);

        assertThatThrownBy(() -> EmbeddedCassandra.start(EmbeddedCassandraSettings.in(directory), events::add))
                .hasMessageContaining("MiB left")
                .extracting(failure -> ((EmbeddedCassandraException) failure).kind())
                .isEqualTo(Kind.DISK_FULL);
    }

    @Test
    void aCassandraKilledOnAFullDiskComesBackOnceThereIsRoom() throws Exception {
        try (var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(directory), events::add)) {
            var proof = new ProofTable(cassandra.address().getPort());
            proof.create();
            var acknowledged = new ArrayList<String>();
            writeUntilRefused(proof, acknowledged);

            ProcessHandle.of(cassandra.pid()).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.stream()
                            .anyMatch(event -> event instanceof EmbeddedCassandraEvent.RestartFailed failed
                                    && failed.cause().kind() == Kind.DISK_FULL));
            run("mount", "-o", "remount,size=" + MEBIBYTES * 4 + "m", mountPoint.toString());

            await().atMost(RETURN_MAX).until(cassandra::isUp);
            for (var id : acknowledged) {
                assertThat(proof.has(id)).as(id).isTrue();
            }
        }
    }

    /** Gives the time that the refused write took. */
    private static Duration writeUntilRefused(ProofTable proof, List<String> acknowledged) {
        for (var row = 0; row < ROWS_MAX; row++) {
            var begun = System.nanoTime();
            try {
                proof.write("row-" + row, BODY);
                acknowledged.add("row-" + row);
            } catch (IOException refused) {
                return Duration.ofNanos(System.nanoTime() - begun);
            }
        }
        throw new AssertionError("the disk did not fill");
    }

    private void fill(int mebibytes) throws IOException {
        try (var ballast = Files.newOutputStream(mountPoint.resolve("ballast"))) {
            for (var written = 0; written < mebibytes; written++) {
                ballast.write(new byte[1 << 20]);
            }
        }
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}

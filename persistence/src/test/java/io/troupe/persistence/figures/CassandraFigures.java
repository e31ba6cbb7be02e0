package io.troupe.persistence.figures;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.troupe.persistence.embedded.EmbeddedCassandra;
import io.troupe.persistence.embedded.EmbeddedCassandraSettings;
import io.troupe.persistence.journal.CassandraConnection;
import io.troupe.persistence.journal.CassandraSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints start times, memory and write latencies into {@code target/cassandra-figures.txt}. Run by name:
 *
 * <pre>
 * bin/mvn -q -pl persistence -am test -Dtest=CassandraFigures -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class CassandraFigures {
    private static final int STARTS = 5;
    private static final int PAYLOAD_BYTES = 400;

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    @Test
    void measure() throws Exception {
        for (var round = 1; round <= STARTS; round++) {
            var data = directory.resolve("start" + round);
            start("cold", data);
            start("warm", data);
        }
        writes();
        Files.write(Path.of("target/cassandra-figures.txt"), lines);
    }

    private void start(String name, Path data) throws Exception {
        var begun = System.nanoTime();
        try (var cassandra = EmbeddedCassandra.start(EmbeddedCassandraSettings.in(data), event -> {})) {
            var answering = millisSince(begun);
            var cpu = cpuMillis(cassandra.pid());
            CassandraConnection.open(CassandraSettings.single(cassandra.address()))
                    .close();
            say("%s start: answers after %d ms (%d CPU ms), connected with all tables after %d ms, %s"
                    .formatted(name, answering, cpu, millisSince(begun), memory(cassandra.pid())));
        }
    }

    private void writes() throws Exception {
        try (var cassandra = EmbeddedCassandra.start(
                        EmbeddedCassandraSettings.in(directory.resolve("writes")), event -> {});
                var connection = CassandraConnection.open(CassandraSettings.single(cassandra.address()))) {
            var session = connection.session();
            session.execute(
                    "CREATE TABLE troupe.figures (id text, number bigint, body blob, PRIMARY KEY (id, number))");
            var insert = session.prepare("INSERT INTO troupe.figures (id, number, body) VALUES (?, ?, ?)");
            write(session, insert, 64, 20_000);
            for (var window : new int[] {1, 8, 64, 256}) {
                say(write(session, insert, window, window == 1 ? 3_000 : 20_000));
            }
            say("after %d writes: %s".formatted(20_000 * 4 + 3_000, memory(cassandra.pid())));
        }
    }

    private static String write(CqlSession session, PreparedStatement insert, int window, int count)
            throws InterruptedException {
        var body = new byte[PAYLOAD_BYTES];
        new Random(1).nextBytes(body);
        var free = new Semaphore(window);
        var left = new CountDownLatch(count);
        var nanos = new long[count];
        var begun = System.nanoTime();
        for (var number = 0; number < count; number++) {
            free.acquire();
            var index = number;
            var sent = System.nanoTime();
            session.executeAsync(insert.bind("id" + index % 1_000, (long) index, ByteBuffer.wrap(body)))
                    .whenComplete((stored, failure) -> {
                        nanos[index] = failure == null ? System.nanoTime() - sent : Long.MAX_VALUE;
                        free.release();
                        left.countDown();
                    });
        }
        left.await();
        var seconds = (System.nanoTime() - begun) / 1e9;
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "writes of %d bytes, %3d under way: %6.0f a second, p50 %.2f ms, p99 %.2f ms",
                PAYLOAD_BYTES,
                window,
                count / seconds,
                nanos[count / 2] / 1e6,
                nanos[count / 100 * 99] / 1e6);
    }

    private void say(String line) {
        lines.add(line);
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static long cpuMillis(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    private static String memory(long pid) throws IOException {
        var status = Files.readString(Path.of("/proc/" + pid + "/status"));
        return "resident %d MiB, of which %d MiB are mapped files"
                .formatted(field(status, "VmRSS:") >> 10, field(status, "RssFile:") >> 10);
    }

    private static long field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}

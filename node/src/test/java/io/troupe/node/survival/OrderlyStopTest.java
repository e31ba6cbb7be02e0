package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is told to stop while clients change apps: it takes no more, finishes what it took, and puts its database down last. */
@Tag("real")
final class OrderlyStopTest {
    private static final int CLIENTS = 4;
    private static final int CHANGES_BEFORE = 20;
    private static final Duration CHANGES_MAX = Duration.ofMinutes(1);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);

    @Test
    void theApiStopsFirstAndTheDatabaseLastAndWhatWasAcknowledgedStays(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            var over = new AtomicBoolean();
            var count = new AtomicInteger();
            try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
                for (var client = 0; client < CLIENTS; client++) {
                    clients.execute(() -> {
                        while (!over.get()) {
                            create(node, "/stop/app" + count.incrementAndGet(), acknowledged, over);
                        }
                    });
                }
                await().atMost(CHANGES_MAX).until(() -> acknowledged.size() >= CHANGES_BEFORE);
                var begun = System.nanoTime();
                assertThat(node.stop()).isIn(0, 130, 143);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STOP_MAX);
                over.set(true);
            }
            assertThat(machine.cassandra()).isEmpty();
            assertThat(data.resolve("api")).doesNotExist();
            assertThat(steps(data))
                    .containsExactly("API stopped", "control plane stopped", "journal closed", "node stopped");

            var again = NodeProcess.start(data);
            for (var id : acknowledged) {
                assertThat(again.ask("GET", "/v2/apps" + id, null).status())
                        .as(id)
                        .isEqualTo(200);
            }
            again.stop();
        }
    }

    /** A client gives up when nobody answers, or the address of the API is gone. */
    private static void create(NodeProcess node, String id, Set<String> acknowledged, AtomicBoolean over) {
        try {
            var answer = node.answer("POST", "/v2/apps", """
                    {"id":"%s","cmd":"sleep 3600","cpus":0.01,"mem":16,"instances":0}""".formatted(id));
            answer.filter(given -> given.status() == 201).ifPresent(given -> acknowledged.add(id));
            if (answer.isEmpty()) {
                over.set(true);
            }
        } catch (UncheckedIOException gone) {
            over.set(true);
        }
    }

    private static List<String> steps(Path data) {
        try (var lines = Files.lines(data.resolve("logs/node.log"))) {
            return lines.filter(line -> line.contains("RunningNode"))
                    .map(line -> line.replaceAll(".* RunningNode ", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

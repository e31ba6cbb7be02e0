package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node's JVM is killed at random moments while apps are created, scaled, changed and deleted. After each restart every acknowledged
 * change is there, exactly the wanted containers run, those that ran on are the same ones, and nothing else is left.
 */
@Tag("real")
final class NodeKillTest {
    private static final int KILLS = 20;
    private static final int APPS = 4;
    private static final int INSTANCES_MAX = 4;
    private static final int KILL_AFTER_MILLIS_MAX = 900;
    private static final Duration SETTLE_MAX = Duration.ofMinutes(2);

    /** What an app is known to be; a change that was not answered may or may not have happened, so there can be several. */
    private final Map<String, List<Wanted>> wanted = new HashMap<>();

    @Test
    void twentyKillsLoseNothingAndDoubleNothing(@TempDir Path directory) {
        var seed = Long.getLong("troupe.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            assertThat(machine.cassandra()).isEmpty();
            var node = NodeProcess.start(data);
            for (var kill = 1; kill <= KILLS; kill++) {
                var round = "seed " + seed + ", kill " + kill;
                disturb(node, random);
                var before = TestMachine.containers(node.nodeId());
                node.kill();
                node = NodeProcess.start(data);
                settle(node, round);
                var after = TestMachine.containers(node.nodeId());
                var same = new TreeSet<>(before.keySet());
                same.retainAll(after.keySet());
                for (var instance : same) {
                    assertThat(after.get(instance))
                            .as(round + ": " + instance + " was adopted")
                            .isEqualTo(before.get(instance));
                }
            }
            node.stop();
        }
    }

    /** Sends a few changes and returns at a random moment of their work. */
    private void disturb(NodeProcess node, SplittableRandom random) {
        var changes = new ArrayList<CompletableFuture<?>>();
        for (var app = 0; app < APPS; app++) {
            if (random.nextInt(3) > 0) {
                var id = "/kill/app" + app;
                var next = random.nextInt(6) == 0
                        ? new Wanted(0, "")
                        : new Wanted(1 + random.nextInt(INSTANCES_MAX), "v" + random.nextInt(3));
                changes.add(CompletableFuture.runAsync(() -> change(node, id, next)));
            }
        }
        var pause = new CompletableFuture<Void>();
        pause.completeOnTimeout(null, 1 + random.nextInt(KILL_AFTER_MILLIS_MAX), TimeUnit.MILLISECONDS)
                .join();
        changes.forEach(change -> change.completeOnTimeout(null, 0, TimeUnit.MILLISECONDS));
        pending.addAll(changes);
    }

    private final List<CompletableFuture<?>> pending = new ArrayList<>();

    private void change(NodeProcess node, String id, Wanted next) {
        synchronized (wanted) {
            wanted.computeIfAbsent(id, unknown -> List.of(new Wanted(0, "")));
            var possible = new ArrayList<>(wanted.get(id));
            possible.add(next);
            wanted.put(id, List.copyOf(possible));
        }
        var answer = next.instances() == 0
                ? node.answer("DELETE", "/v2/apps" + id, null)
                : node.answer("PUT", "/v2/apps" + id + "?force=true", body(id, next));
        synchronized (wanted) {
            if (answer.isPresent() && answer.get().status() < 300) {
                wanted.put(id, List.of(next));
            } else if (answer.isPresent()
                    && next.instances() == 0
                    && answer.get().status() == 404) {
                wanted.put(id, List.of(new Wanted(0, "")));
            }
        }
    }

    private static String body(String id, Wanted next) {
        return """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.01,"mem":16,"instances":%d,"env":{"V":"%s"},
                 "taskKillGracePeriodSeconds":1,"networks":[{"mode":"host"}],"portDefinitions":[],
                 "container":{"type":"DOCKER","docker":{"image":"%s"}}}
                """.formatted(id, next.instances(), next.version(), TestMachine.IMAGE);
    }

    private void settle(NodeProcess node, String round) {
        pending.forEach(change -> change.exceptionally(failure -> null).join());
        pending.clear();
        await(round).atMost(SETTLE_MAX).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(node.get("/v2/deployments")).isEmpty();
            var running = new TreeMap<String, String>();
            for (JsonNode app : node.get("/v2/apps?embed=apps.tasks").get("apps")) {
                var id = app.get("id").asText();
                var is = new Wanted(
                        app.get("instances").asInt(), app.at("/env/V").asText());
                assertThat(wanted.get(id)).as(round + ": " + id).contains(is);
                assertThat(app.get("tasksRunning").asInt())
                        .as(round + ": " + id)
                        .isEqualTo(is.instances());
                app.get("tasks")
                        .forEach(task -> running.put(task.get("id").asText().replaceAll("\\._app.*", ""), id));
                synchronized (wanted) {
                    wanted.put(id, List.of(is));
                }
            }
            wanted.forEach((id, possible) -> {
                if (!running.containsValue(id)) {
                    assertThat(possible).as(round + ": " + id + " is gone").contains(new Wanted(0, ""));
                }
            });
            assertThat(TestMachine.containers(node.nodeId()).keySet()).as(round).isEqualTo(running.keySet());
        });
    }

    private record Wanted(int instances, String version) {}
}

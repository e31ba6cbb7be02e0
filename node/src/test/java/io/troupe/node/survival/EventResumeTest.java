package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who listens to events goes on after a restart, and after a crash, with nothing lost and nothing heard twice. */
@Tag("real")
final class EventResumeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** An event with its id, as it was heard. */
    private record Heard(String id, String data) {}

    @Test
    void nothingIsLostOrDoubledOverARestartAndACrash(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();
            var heard = new ArrayList<Heard>();

            var first = listen(node, "0.0");
            create(node, "/one");
            awaitEvent(first, "/one", "deployment_success");
            node.stop();
            heard.addAll(first);

            var second = NodeProcess.start(data);
            create(second, "/two");
            awaitRunning(second, "/two");
            var resumed = listen(second, last(heard));
            awaitEvent(resumed, "/two", "deployment_success");
            for (int instances = 2; instances <= 4; instances++) {
                second.ask("PUT", "/v2/apps/two?force=true", "{\"instances\":" + instances + "}");
            }
            second.kill();
            heard.addAll(resumed);

            var third = NodeProcess.start(data);
            await().atMost(WAIT_MAX)
                    .until(() ->
                            third.get("/v2/apps/two").at("/app/tasksRunning").asInt() == 4);
            create(third, "/three");
            var rest = listen(third, last(heard));
            awaitEvent(rest, "/three", "deployment_success");
            heard.addAll(rest);

            var all = listen(third, "0.0");
            await().atMost(WAIT_MAX).until(() -> all.containsAll(heard.subList(heard.size() - 1, heard.size())));
            assertThat(heard).doesNotHaveDuplicates();
            assertThat(all.subList(0, heard.size())).containsExactlyElementsOf(heard);
            for (var app : List.of("one", "two", "three")) {
                assertThat(posted(all, app))
                        .as("each change in the journal of " + app + " was told")
                        .containsExactlyElementsOf(prepared(third, app));
            }
            third.stop();
        }
    }

    private static String last(List<Heard> heard) {
        return heard.getLast().id();
    }

    private static List<String> posted(List<Heard> heard, String app) {
        return heard.stream()
                .map(event -> NodeProcess.json(event.data()))
                .filter(event -> event.path("eventType").asText().equals("api_post_event"))
                .filter(event -> event.at("/appDefinition/id").asText().equals("/" + app))
                .map(event -> event.path("timestamp").asText())
                .toList();
    }

    private static List<String> prepared(NodeProcess node, String app) {
        var times = new ArrayList<String>();
        node.get("/v1/workloads/" + app + "/history").path("entries").forEach(event -> {
            if (event.path("event").asText().equals("change-prepared")) {
                times.add(event.path("at").asText());
            }
        });
        return times;
    }

    private static void create(NodeProcess node, String app) {
        assertThat(node.ask(
                                "POST",
                                "/v2/apps",
                                "{\"id\":\"" + app + "\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.01,\"mem\":16}")
                        .status())
                .isEqualTo(201);
    }

    private static void awaitRunning(NodeProcess node, String app) {
        await().atMost(WAIT_MAX)
                .until(() -> node.get("/v2/apps" + app).at("/app/tasksRunning").asInt() == 1
                        && node.get("/v2/deployments").isEmpty());
    }

    private static void awaitEvent(List<Heard> heard, String app, String type) {
        await(type + " of " + app)
                .atMost(WAIT_MAX)
                .until(() -> heard.stream()
                        .anyMatch(event -> event.data().contains("\"" + type + "\"")
                                && event.data().contains("\"" + app + "\"")));
    }

    /** Fills the list as events with ids come, until the stream breaks. */
    private static List<Heard> listen(NodeProcess node, String last) {
        var heard = new CopyOnWriteArrayList<Heard>();
        var request = HttpRequest.newBuilder(URI.create(node.url() + "/v2/events"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            var reading = CompletableFuture.runAsync(() -> {
                var id = new String[] {""};
                response.body().forEach(line -> {
                    if (line.startsWith("id: ")) {
                        id[0] = line.substring(4);
                    } else if (line.startsWith("data: ") && !id[0].isEmpty()) {
                        heard.add(new Heard(id[0], line.substring(6)));
                        id[0] = "";
                    }
                });
            });
            assertThat(reading).isNotCompletedExceptionally();
            return heard;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

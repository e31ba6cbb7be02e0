package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.node.artifact.Archives;
import io.troupe.node.artifact.ArtifactServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app fetches is there when it starts, as a process and in a container; and what cannot be fetched is told. */
@Tag("real")
final class ArtifactsTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    @Test
    void whatIsFetchedIsThereWhenTheContainerStarts(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data);
                var server = new ArtifactServer()) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();
            var program = server.serve("/program.tgz", Archives.gzipped(Archives.tarOfProgram()));
            var config = server.serve("/config.txt", "configured".getBytes(StandardCharsets.US_ASCII));
            var fetch = """
                    "fetch":[{"uri":"%s","cache":true},{"uri":"%s","destPath":"conf/here.txt"}]""".formatted(program, config);
            var run = "cd $MESOS_SANDBOX && app/run.sh && cat app/latest conf/here.txt && echo . && exec sleep 3600";
            create(node, """
                    {"id":"/process","cmd":"%s","cpus":0.01,"mem":16,"instances":3,%s}""".formatted(run, fetch));
            create(node, """
                    {"id":"/contained","cmd":"%s","cpus":0.01,"mem":16,%s,
                     "container":{"type":"DOCKER","docker":{"image":"%s"}}}""".formatted(run, fetch, TestMachine.IMAGE));

            awaitSaid(node, "/process", "ran\ndataconfigured.\n");
            awaitSaid(node, "/contained", "ran\ndataconfigured.\n");
            await().atMost(WAIT_MAX)
                    .until(() ->
                            node.get("/v2/apps/process").at("/app/tasksRunning").asInt() == 3);
            assertThat(server.asked())
                    .as("the archive once for all four, the other file for each")
                    .isEqualTo(1 + 4);

            create(node, """
                    {"id":"/missing","cmd":"sleep 1","cpus":0.01,"mem":16,"fetch":[{"uri":"%s"}]}""".formatted(server.url("/nothing.tgz?key=secret")));
            await("the reason is told")
                    .atMost(WAIT_MAX)
                    .until(() -> node.get("/v2/apps/missing?embed=app.lastTaskFailure")
                            .at("/app/lastTaskFailure/message")
                            .asText()
                            .contains("cannot fetch " + server.url("/nothing.tgz") + ": the server answered 404"));
            assertThat(node.get("/v2/apps/missing").at("/app/tasksRunning").asInt())
                    .isZero();
            assertThat(node.said()).doesNotContain("secret");
            node.stop();
        }
    }

    private static void create(NodeProcess node, String body) {
        var answer = node.ask("POST", "/v2/apps", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static void awaitSaid(NodeProcess node, String app, String text) {
        await(app + " says so").atMost(WAIT_MAX).until(() -> {
            var task = node.get("/v2/apps" + app + "/tasks").at("/tasks/0/id").asText();
            return !task.isEmpty()
                    && node.ask("GET", "/v1/instances/" + task.replaceAll("\\._app.*", "") + "/logs", null)
                            .body()
                            .contains(text);
        });
    }
}

package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as it is shipped, against a running node: nothing but the data directory tells it where that is. */
@Tag("real")
final class CommandLineTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final String APPS = """
            id: /cli/loop
            cmd: "echo hello from $MARATHON_APP_ID; echo oops >&2; exec sleep 3600"
            cpus: 0.01
            mem: 16
            ---
            id: /cli/box
            cmd: exec sleep 3600
            cpus: 0.01
            mem: 16
            container: {type: DOCKER, docker: {image: "%s"}}
            """.formatted(TestMachine.IMAGE);

    private record Seen(int code, String out, String err) {}

    @Test
    void appsAreAppliedLookedIntoAndRemoved(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            assertThat(machine.cassandra()).isPresent();

            var applied = troupe(data, APPS, "apply", "-f", "-");
            assertThat(applied.code()).as(applied.err()).isZero();
            assertThat(applied.out()).isEqualTo("/cli/loop: 1 of 1 running\n/cli/box: 1 of 1 running\n");
            assertThat(troupe(data, "", "app", "list", "cli").out()).contains("/cli/loop  1/1", "/cli/box   1/1");
            assertThat(troupe(data, "", "explain", "cli/loop").out()).isEqualTo("/cli/loop: 1 of 1 running\n");

            await().atMost(WAIT_MAX)
                    .untilAsserted(() -> assertThat(troupe(data, "", "logs", "cli/loop"))
                            .isEqualTo(new Seen(0, "hello from /cli/loop\n", "oops\n")));
            assertThat(troupe(data, "", "exec", "cli/box", "sh", "-c", "echo out; echo err >&2; exit 9"))
                    .isEqualTo(new Seen(9, "out\n", "err\n"));
            assertThat(troupe(data, "through\n", "exec", "-i", "cli/box", "cat"))
                    .isEqualTo(new Seen(0, "through\n", ""));

            assertThat(troupe(data, "", "app", "scale", "cli/loop", "2").out())
                    .isEqualTo("/cli/loop: 2 of 2 running\n");
            var tooLarge = troupe(
                    data,
                    "{\"id\": \"/cli/big\", \"cmd\": \"sleep 9\", \"cpus\": 9999}",
                    "apply",
                    "-f",
                    "-",
                    "--timeout",
                    "1");
            assertThat(tooLarge.code()).as(tooLarge.err()).isEqualTo(6);
            assertThat(troupe(data, "", "explain", "cli/big").out()).contains("9999 cpus");
            assertThat(troupe(data, "", "app", "remove", "cli/big").code()).isEqualTo(4);
            assertThat(troupe(data, "", "app", "remove", "cli/big", "--force").out())
                    .isEqualTo("/cli/big: removed\n");
            assertThat(troupe(data, "", "app", "history", "cli/big").out()).contains("Workload deleted");
            assertThat(troupe(data, "", "app", "show", "cli/big").code()).isEqualTo(3);
            node.stop();

            assertThat(troupe(data, "", "app", "list").code()).isEqualTo(5);
        }
    }

    @Test
    void whatIsPlannedIsWhatIsAppliedThen(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        var files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("web.yaml"), """
                id: /plan/web
                cmd: exec sleep 3600
                instances: 3
                cpus: 0.01
                mem: 400
                dependencies: [/plan/back]
                """);
        Files.writeString(files.resolve("back.json"), """
                {"id": "/plan/back", "apps": [{"id": "db", "cmd": "exec sleep 3600", "cpus": 0.01, "mem": 100, "instances": 2}]}""");
        Files.writeString(files.resolve("side.json"), """
                {"id": "/plan/side", "containers": [{"name": "main", "exec": {"command": {"shell": "exec sleep 3600"}},
                 "resources": {"cpus": 0.01, "mem": 32}}]}""");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data, "--mem", "1100");
            assertThat(machine.cassandra()).isPresent();
            // The broker says why only once it has heard of all nodes.
            await().atMost(WAIT_MAX)
                    .untilAsserted(() -> assertThat(troupe(data, "", "plan", "-f", files.toString())
                                    .out())
                            .contains("too little memory"));
            var planned = troupe(data, "", "plan", "-f", files.toString());
            assertThat(planned.out().replaceAll("node-[0-9a-f]+", "NODE")).isEqualTo("""
                    Step 1
                      create /plan/back/db, 2 instances
                        2 on NODE (2 ports)
                      create /plan/side, 1 instance
                        1 on NODE
                    Step 2
                      create /plan/web, 3 instances
                        2 on NODE (2 ports), 1 waits: too little memory on 1 node (wanted 400 MiB, found 36 MiB free of 1100 MiB)
                        waits for /plan/back/db to be ready; a place for 1 instance
                    3 to create.
                    """);
            assertThat(troupe(data, "", "app", "list", "plan").out())
                    .as("nothing was touched")
                    .doesNotContain("/plan/");

            var applied = troupe(data, "", "apply", "-f", files.toString(), "--timeout", "20");
            assertThat(applied.code()).as(applied.err()).isEqualTo(6);
            assertThat(troupe(data, "", "app", "list", "plan").out())
                    .contains("/plan/back/db  2/2", "/plan/web      2/3");
            assertThat(troupe(data, "", "pod", "list").out()).contains("/plan/side  1/1");
            assertThat(troupe(data, "", "queue").out()).contains("/plan/web  1 ", "InsufficientMemory: 1 node");
            assertThat(troupe(data, "", "deployment", "list").out().lines())
                    .as("all of it is one deployment")
                    .hasSize(2);
            node.stop();
        }
    }

    private static Seen troupe(Path data, String input, String... words) throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("troupe.home"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("cli.args"),
                "io.troupe.cli.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TROUPE_"));
        builder.environment().put("TROUPE_DATA_DIR", data.toString());
        var process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Seen(process.exitValue(), out, err);
    }
}

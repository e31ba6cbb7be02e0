package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

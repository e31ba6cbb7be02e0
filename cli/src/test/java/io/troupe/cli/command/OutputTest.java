package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What instances write, and commands inside them. */
final class OutputTest {
    private static final String ONE = """
            {"instances": [{"id": "web.instance-1", "state": "RUNNING", "stopping": null, "node": "n1", "runningSince": "2"}]}""";
    private static final String TWO = """
            {"instances": [{"id": "web.instance-1", "state": "RUNNING", "stopping": null, "node": "n1", "runningSince": "2"},
              {"id": "web.instance-2", "state": "RUNNING", "stopping": null, "node": "n1", "runningSince": "1"},
              {"id": "web.instance-3", "state": "PLANNED", "stopping": null, "node": null, "runningSince": null}]}""";

    private final FakeNode node = new FakeNode().answers("GET /v2/apps/web", "{\"app\": {}}");

    @AfterEach
    void close() {
        node.close();
    }

    private static FakeNode.Reply frames(String... pieces) {
        var body = new StringBuilder();
        for (var piece : pieces) {
            body.append(piece.charAt(0) == '2' ? '\2' : '\1')
                    .append("\0\0\0")
                    .append((char) (piece.length() - 1))
                    .append(piece, 1, piece.length());
        }
        return new FakeNode.Reply(200, body.toString(), Map.of());
    }

    @Test
    void eachStreamOfATaskStaysItself() {
        node.answers(
                "GET /v1/instances/web.instance-1/logs?follow=false&tail=100&stdout=true&stderr=true",
                frames("1out\n", "2err\n", "1half"));

        assertThat(Shell.with(node).run("logs", "web.instance-1")).isEqualTo(new Shell.Seen(0, "out\nhalf", "err\n"));
        assertThat(node.last("GET").headers().get("Accept")).isEqualTo("application/vnd.troupe.log-frames");
    }

    @Test
    void severalTasksHaveAPrefixOnEachLine() {
        node.answers("GET /v1/instances?workload=%2Fweb", TWO)
                .answers("GET /v1/instances/web.instance-1/logs", frames("1a\nb", "1c\nd"))
                .answers("GET /v1/instances/web.instance-2/logs", frames("2x\n"));

        assertThat(Shell.with(node).run("logs", "-n", "7", "--stderr", "--stdout", "web"))
                .isEqualTo(new Shell.Seen(
                        0, "web.instance-1 | a\nweb.instance-1 | bc\nweb.instance-1 | d\n", "web.instance-2 | x\n"));
        assertThat(node.lines())
                .contains("GET /v1/instances/web.instance-1/logs?follow=false&tail=7&stdout=true&stderr=true");
    }

    @Test
    void oneStreamAndATimeCanBeAskedFor() {
        node.answers(
                "GET /v1/instances/web.instance-1/logs?follow=false&tail=100&stdout=false&stderr=true&since=2026-11-23T11%3A30%3A00Z",
                frames("2e\n"));

        assertThat(Shell.with(node)
                        .run("logs", "web.instance-1", "--stderr", "--since", "2026-11-23T11:30:00Z")
                        .err())
                .isEqualTo("e\n");
    }

    @Test
    void ofAnAppThatDoesNotRunTheLastFailureIsShown() {
        try (var crashed = new FakeNode()
                .answers(
                        "GET /v2/apps/web", "{\"app\": {\"lastTaskFailure\": {\"taskId\": \"web.instance-0._app.1\"}}}")
                .answers("GET /v1/instances?workload=%2Fweb", "{\"instances\": []}")
                .answers("GET /v1/instances/web.instance-0._app.1/logs", frames("2boom\n"))) {
            assertThat(Shell.with(crashed).run("logs", "web"))
                    .isEqualTo(new Shell.Seen(
                            0,
                            "",
                            "No task of /web runs; this is of the last that failed, web.instance-0._app.1:\nboom\n"));
        }
        node.answers("GET /v1/instances?workload=%2Fweb", "{\"instances\": []}");
        assertThat(Shell.with(node).run("logs", "web"))
                .isEqualTo(new Shell.Seen(3, "", "troupe: No task of /web runs or ran. Why: troupe explain /web\n"));
        assertThat(Shell.with(node).run("logs", "nothing").code()).isEqualTo(3);
    }

    @Test
    void anAppIsFollowedIntoItsNewTasksUntilItIsGone() {
        node.answers("GET /v1/instances?workload=%2Fweb", ONE)
                .answers("GET /v1/instances?workload=%2Fweb", TWO)
                .answers("GET /v1/workloads/web", "{}")
                .answers("GET /v1/workloads/web", 404, "{}")
                .answers("GET /v1/instances/web.instance-1/logs", frames("1first\n"))
                .answers("GET /v1/instances/web.instance-2/logs", frames("1second\n"));

        var seen = Shell.with(node).run("logs", "-f", "web");

        assertThat(seen.code()).isZero();
        assertThat(seen.out()).contains("web.instance-1 | first\n", "web.instance-2 | second\n");
    }

    @Test
    void aCommandsOutputAndExitCodeBecomeOurs() {
        var heard = new CopyOnWriteArrayList<String>();
        node.answers("GET /v1/instances?workload=%2Fweb", TWO).talks("/v1/instances/web.instance-2/exec", channel -> {
            channel.send(1, "");
            channel.send(1, "out");
            channel.send(2, "err");
            channel.send(9, "of a later version");
            channel.send(3, "{\"exitCode\": 42}");
            heard.add(channel.receive());
        });

        var seen = Shell.with(node).run("exec", "web", "ls", "-l", "/a b");

        assertThat(seen).isEqualTo(new Shell.Seen(42, "out", "In web.instance-2, one of 2 tasks of /web.\nerr"));
        assertThat(node.lines())
                .contains(
                        "GET /v1/instances/web.instance-2/exec?tty=false&stdin=false&command=ls&command=-l&command=%2Fa%20b");
        await().untilAsserted(() -> assertThat(heard).containsExactly("closed"));
    }

    @Test
    void inputIsPassedOnToItsEnd() {
        var heard = new CopyOnWriteArrayList<String>();
        node.talks("/v1/instances/web.instance-1/exec", channel -> {
            heard.add(channel.receive());
            heard.add(channel.receive());
            channel.send(3, "{\"exitCode\": 0}");
        });

        var seen = Shell.with(node).input("abc\n").run("exec", "-i", "web.instance-1", "cat");

        assertThat(seen.code()).isZero();
        assertThat(heard).isEqualTo(List.of("0:abc\n", "3:{\"eof\": true}"));
    }

    @Test
    void aTerminalIsRawAndTellsItsSizeAndIsBroughtBack() throws IOException {
        var heard = new CopyOnWriteArrayList<String>();
        var shell = Shell.with(node).atTerminal().resize(120, 40);
        node.talks("/v1/instances/web.instance-1/exec", channel -> {
            heard.add(channel.receive());
            shell.resize(90, 30);
            heard.add(channel.receive());
            channel.send(3, "{\"exitCode\": 130}");
        });

        try (var keys = new PipedOutputStream();
                var silent = new PipedInputStream(keys)) {
            assertThat(shell.input(silent)
                            .run("exec", "-it", "web.instance-1", "sh")
                            .code())
                    .isEqualTo(130);
        }
        assertThat(heard).isEqualTo(List.of("3:{\"resize\": [120, 40]}", "3:{\"resize\": [90, 30]}"));
        assertThat(shell.rawBegun).isEqualTo(1);
        assertThat(shell.rawEnded).isEqualTo(1);
    }

    @Test
    void aCommandThatCannotRunOrIsLostIsSaid() {
        node.talks("/v1/instances/web.instance-1/exec", channel -> channel.send(3, "{\"error\": \"no such program\"}"))
                .talks("/v1/instances/web.instance-2/exec", channel -> channel.send(1, "a"))
                .answers("GET /v1/instances?workload=%2Fweb", "{\"instances\": []}");
        var shell = Shell.with(node);

        assertThat(shell.run("exec", "web.instance-1", "x"))
                .isEqualTo(new Shell.Seen(1, "", "troupe: no such program\n"));
        assertThat(shell.run("exec", "web.instance-2", "x"))
                .isEqualTo(new Shell.Seen(
                        5, "a", "troupe: The connection to the command ended before the command did.\n"));
        assertThat(shell.run("exec", "web.instance-3", "x").code()).isEqualTo(3);
        assertThat(shell.run("exec", "web", "x").err())
                .isEqualTo("troupe: No task of /web runs. Why: troupe explain /web\n");
        assertThat(shell.run("exec", "-it", "web", "sh").code())
                .as("without a terminal")
                .isEqualTo(2);
        assertThat(shell.run("exec", "web").err())
                .isEqualTo("troupe: Missing required parameter: 'COMMAND'. See: troupe exec --help\n");
    }
}

package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.words.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all commands share: whom they ask, what goes wrong, help, and the page about them. */
final class ProgramTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    private final FakeNode node = new FakeNode().answers("GET /v2/deployments", "[]");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theServerIsThatOfTheOptionTheVariableOrTheDataDirectory() throws IOException {
        var line = new String[] {"deployment", "list"};
        assertThat(new Shell().run("--server", node.url(), "deployment", "list").code())
                .isZero();
        assertThat(new Shell()
                        .variable("TROUPE_URL", "http://127.0.0.1:1")
                        .run("deployment", "list", "--url=" + node.url())
                        .code())
                .isZero();
        assertThat(new Shell().variable("TROUPE_URL", node.url()).run(line).code())
                .isZero();

        Files.writeString(directory.resolve("api"), node.url() + "\n");
        assertThat(new Shell()
                        .variable("TROUPE_DATA_DIR", directory.toString())
                        .run(line)
                        .code())
                .isZero();
        Files.createDirectory(directory.resolve(".troupe"));
        Files.move(directory.resolve("api"), directory.resolve(".troupe/api"));
        assertThat(new Shell().variable("HOME", directory.toString()).run(line).code())
                .isZero();
    }

    @Test
    void theTokenIsFoundInTheDataDirectoryUnlessAnotherIsNamed() throws IOException {
        Files.writeString(directory.resolve("token"), "of the directory\n");
        Files.writeString(directory.resolve("other"), "of the file\n");
        var shell = Shell.with(node);
        shell.run("deployment", "list");
        assertThat(node.last("GET").headers()).doesNotContainKey("Authorization");

        shell.variable("TROUPE_DATA_DIR", directory.toString()).run("deployment", "list");
        assertThat(node.last("GET").headers())
                .as("another server is not told the token of this machine's node")
                .doesNotContainKey("Authorization");
        Files.writeString(directory.resolve("api"), node.url() + "/\n");
        shell.run("deployment", "list");
        assertThat(node.last("GET").headers()).containsEntry("Authorization", "Bearer of the directory");
        shell.variable("TROUPE_TOKEN_FILE", directory.resolve("other").toString())
                .run("deployment", "list");
        assertThat(node.last("GET").headers()).containsEntry("Authorization", "Bearer of the file");
        shell.variable("TROUPE_TOKEN", "of the variable").run("deployment", "list");
        assertThat(node.last("GET").headers()).containsEntry("Authorization", "Bearer of the variable");
        shell.run(
                "deployment", "list", "--token-file", directory.resolve("other").toString());
        assertThat(node.last("GET").headers()).containsEntry("Authorization", "Bearer of the file");
        assertThat(shell.run("deployment", "list", "--token-file", "/no/such").code())
                .isEqualTo(2);
    }

    @Test
    void whatTheServerSaysIsSaidAndHasAnExitCode() {
        node.answers("GET /v2/queue", 401, "{\"message\": \"a token is needed\"}")
                .answers(
                        "GET /v1/settings",
                        new FakeNode.Reply(503, "{\"message\": \"the journal is away\"}", Map.of("Retry-After", "5")))
                .answers("GET /v1/nodes", 200, "<html>")
                .answers("GET /v2/tasks", 500, "");
        var shell = Shell.with(node);

        assertThat(shell.run("app", "show", "nothing"))
                .isEqualTo(new Shell.Seen(3, "", "troupe: There is no such thing.\n"));
        assertThat(shell.run("queue"))
                .isEqualTo(new Shell.Seen(
                        1,
                        "",
                        "troupe: a token is needed. Name the server's token by --token-file or TROUPE_TOKEN.\n"));
        assertThat(shell.run("settings"))
                .isEqualTo(new Shell.Seen(5, "", "troupe: the journal is away. Try again in 5 s.\n"));
        assertThat(shell.run("node", "list").err())
                .startsWith("troupe: The answer is not JSON; is --url the address of a Troupe node?");
        assertThat(shell.run("task", "list"))
                .isEqualTo(new Shell.Seen(1, "", "troupe: The server answered with status 500.\n"));
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var seen = new Shell().run("app", "list", "--url", "127.0.0.1:" + port);

        assertThat(seen.code()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(seen.err())
                .isEqualTo("troupe: No server answers at http://127.0.0.1:" + port
                        + " (Connection refused). Is a node running? Start one with: bin/troupe up\n");
        assertThat(new Shell().run("app", "list", "--url", "ftp://x").code()).isEqualTo(2);
    }

    @Test
    void wrongWordsAreNamed() {
        var shell = Shell.with(node);
        assertThat(shell.run("aply"))
                .isEqualTo(new Shell.Seen(
                        2,
                        "",
                        "troupe: there is no command 'aply'; did you mean apply, app or plan? See: troupe --help\n"));
        assertThat(shell.run("app", "lst").err()).contains("there is no command 'app lst'; did you mean app list");
        assertThat(shell.run("scale", "web").err()).contains("did you mean app scale, group scale or pod scale?");
        assertThat(shell.run("app").code()).isEqualTo(2);
        assertThat(shell.run().code()).isEqualTo(2);
        assertThat(shell.run("app", "scale", "web", "many").err())
                .isEqualTo(
                        "troupe: COUNT must be a whole number, 0 or more, not 'many'. See: troupe app scale --help\n");
        assertThat(shell.run("completion", "tcsh").code()).isEqualTo(2);
        assertThat(shell.run("up").code()).isEqualTo(2);
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(new Shell().run("help").out())
                .isEqualTo(new Shell().run("--help").out());
        for (var command : Commands.syntaxes()) {
            assertThat(new Shell().run("--help").out()).contains("  " + command.path() + " ");
            var words = (command.path() + " --help").split(" ");
            assertThat(new Shell().run(words).out())
                    .startsWith("Usage: troupe " + command.path())
                    .isEqualTo(new Shell()
                            .run(("help " + command.path()).split(" "))
                            .out());
        }
        assertThat(new Shell().run("app", "--help").out())
                .contains("app list", "app remove")
                .doesNotContain("task list");
    }

    @Test
    void thePageTellsOfEveryCommandOptionAndExitCode() throws IOException {
        var page = Files.readString(PAGE);

        for (var command : Commands.syntaxes()) {
            assertThat(page).contains("`" + command.path());
            for (var name : command.options().stream().map(Option::name).toList()) {
                assertThat(page).as(command.path()).contains(name);
            }
        }
        for (var code : ExitCode.values()) {
            assertThat(page).contains("| " + code.code() + " | " + code.meaning() + " |");
        }
    }
}

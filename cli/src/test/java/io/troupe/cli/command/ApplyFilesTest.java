package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code apply} makes of files, and what it says of what is wrong in them. */
final class ApplyFilesTest {
    private static final String ACCEPTED = "{\"version\": \"V\", \"deploymentId\": \"d1\"}";
    private static final String SEVERAL =
            "{\"version\": \"V\", \"deploymentId\": \"d1\", \"affectedApps\": [\"/a\"], \"affectedPods\": []}";

    private final FakeNode node = new FakeNode();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        node.close();
    }

    private static Shell.Seen usage(String message) {
        return new Shell.Seen(2, "", "troupe: " + message + ". See: troupe apply --help\n");
    }

    @Test
    void filesDirectoriesAndDocumentsAreOneDeployment() throws IOException {
        Files.writeString(directory.resolve("b.yaml"), "id: /b\n---\n- id: c\n- id: /d/e\n");
        Files.writeString(directory.resolve("a.json"), "{\"apps\": [{\"id\": \"/a\"}]}");
        Files.writeString(directory.resolve("notes.txt"), "no app");
        node.answers("PUT /v2/definitions", SEVERAL);

        var seen = Shell.with(node)
                .input("{\"id\": \"/z\"}")
                .run("apply", "-f", directory.toString(), "-f", "-", "--no-wait");

        assertThat(seen.out()).isEqualTo("deployment d1\nWatch it: troupe deployment wait d1\n");
        assertThat(node.last("PUT").line()).isEqualTo("PUT /v2/definitions?force=false");
        assertThat(node.last("PUT").body())
                .isEqualTo(
                        "{\"apps\":[{\"id\":\"/a\"},{\"id\":\"/b\"},{\"id\":\"/c\"},{\"id\":\"/d/e\"},{\"id\":\"/z\"}]}");
    }

    @Test
    void wrongFilesChangeNothing() {
        var shell = Shell.with(node);
        assertThat(shell.run("apply")).isEqualTo(usage("--file is missing"));
        assertThat(shell.input("id: [").run("apply", "-f", "-").err())
                .startsWith("troupe: standard input cannot be read: ")
                .contains("line 1");
        assertThat(shell.input("{\"id\": \"/a\" \"cmd\"}").run("apply", "-f", "-"))
                .isEqualTo(usage(
                        "standard input cannot be read: Unexpected character ('\"' (code 34)): was expecting comma to separate"
                                + " Object entries, line 1, column 13"));
        assertThat(shell.input("{\"id\": \"/a\"").run("apply", "-f", "-"))
                .isEqualTo(
                        usage("standard input cannot be read: Unexpected end-of-input: expected close marker for Object"
                                + " (start marker at line 1, column 1), line 1, column 12"));
        assertThat(shell.input("cmd: x").run("apply", "-f", "-"))
                .isEqualTo(usage("an app in standard input has no id"));
        assertThat(shell.input("just words").run("apply", "-f", "-"))
                .isEqualTo(usage("standard input holds something that is no app: an app is an object with an id"));
        assertThat(shell.input("").run("apply", "-f", "-")).isEqualTo(usage("there is no app in -"));
        assertThat(shell.input("- id: a\n- id: /a\n").run("apply", "-f", "-"))
                .isEqualTo(usage("/a is defined twice: in standard input and in standard input"));
        assertThat(shell.run("apply", "-f", "http://x/y").err()).contains("curl -fsS http://x/y | troupe apply -f -");
        assertThat(shell.run("apply", "-f", directory.resolve("none.json").toString())
                        .err())
                .isEqualTo("troupe: there is no file " + directory.resolve("none.json") + "\n");
        assertThat(node.lines()).isEmpty();
    }

    @Test
    void appsPodsAndGroupsOfSeveralFilesAreOneDeployment() throws IOException {
        Files.writeString(directory.resolve("app.yaml"), "id: /web\ncmd: x\n");
        Files.writeString(directory.resolve("group.json"), "{\"id\": \"/shop\", \"apps\": []}");
        Files.writeString(directory.resolve("pod.json"), "{\"id\": \"/side\", \"containers\": []}");
        node.answers("PUT /v2/definitions", SEVERAL);

        assertThat(Shell.with(node)
                        .run(
                                "apply",
                                "-f",
                                directory.resolve("app.yaml").toString(),
                                "-f",
                                directory.resolve("group.json").toString(),
                                "-f",
                                directory.resolve("pod.json").toString(),
                                "--on-conflict",
                                "queue",
                                "--no-wait")
                        .code())
                .isZero();
        assertThat(node.lines()).containsExactly("PUT /v2/definitions?onConflict=queue");
        assertThat(node.last("PUT").body())
                .isEqualTo(
                        "{\"apps\":[{\"id\":\"/web\",\"cmd\":\"x\"}],"
                                + "\"pods\":[{\"id\":\"/side\",\"containers\":[]}],\"groups\":[{\"id\":\"/shop\",\"apps\":[]}]}");
    }

    @Test
    void aRefusalNamesTheFile() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), "id: /a\n");
        Files.writeString(directory.resolve("g.yaml"), "id: /g\napps: []\n");
        node.answers("PUT /v2/definitions", 422, """
                {"message": "Object is not valid", "details": [{"path": "/apps(0)/mem", "errors": ["is less than 0"]},
                 {"path": "/groups(0)/apps(1)/cpus", "errors": ["is less than 0.001"]}]}""");

        assertThat(Shell.with(node).run("apply", "-f", directory.toString()).err())
                .isEqualTo("""
                troupe: Object is not valid.
                  /a in %1$s/a.yaml: /mem is less than 0
                  /g in %1$s/g.yaml: /apps(1)/cpus is less than 0.001
                """.formatted(directory));
    }

    @Test
    void refusedFieldsAreNamedWithTheirApps() {
        node.answers("PUT /v2/definitions", 422, """
                {"message": "Object is not valid", "details": [{"path": "/apps(1)/mem", "errors": ["is less than 0"]},
                 {"path": "/apps(0)/cpus", "errors": ["is less than 0.001"]}, {"path": "/apps(0)/", "errors": ["AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image"]}]}""");

        assertThat(Shell.with(node)
                        .input("[{\"id\": \"/a\"}, {\"id\": \"/b\"}]")
                        .run("apply", "-f", "-"))
                .isEqualTo(new Shell.Seen(1, "", """
                        troupe: Object is not valid.
                          /b: /mem is less than 0
                          /a: /cpus is less than 0.001
                          /a: AppDefinition must contain one of 'cmd', 'args', or a 'container' with an image
                        """));
    }

    @Test
    void fieldsThatTheServerLeftOutAreNamedOnStandardError() {
        node.answers(
                        "PUT /v2/definitions",
                        new FakeNode.Reply(
                                200,
                                SEVERAL,
                                Map.of("Troupe-Unknown-Fields", "/apps(1)/instnaces, /apps(0)/upgradeStrategy/a%0Ab")))
                .answers(
                        "PUT /v2/apps/web",
                        new FakeNode.Reply(200, ACCEPTED, Map.of("Troupe-Unknown-Fields", "/instnaces")));

        assertThat(Shell.with(node)
                        .input("[{\"id\": \"/a\"}, {\"id\": \"/b\"}]")
                        .run("apply", "-f", "-", "--no-wait")
                        .err())
                .isEqualTo(
                        "troupe: Left out, for the server knows no such field: /b: /instnaces, /a: /upgradeStrategy/a%0Ab.\n");
        assertThat(Shell.with(node)
                        .input("{\"id\": \"/web\"}")
                        .run("apply", "-f", "-", "--no-wait")
                        .err())
                .isEqualTo("troupe: Left out, for the server knows no such field: /instnaces.\n");
    }
}

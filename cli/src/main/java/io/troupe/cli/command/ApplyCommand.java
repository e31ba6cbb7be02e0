package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.json.YamlText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or updates the apps of a JSON or YAML file. */
@Command(name = "apply", description = "Creates or updates the apps of a JSON or YAML file.")
public final class ApplyCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The file, or - for standard input.")
    private String file = "";

    @Mixin
    private final Change change = new Change();

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        var text = file.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
        var apps = new ArrayList<JsonNode>();
        for (var document :
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
                        ? JsonText.readAll(text)
                        : YamlText.readAll(text)) {
            if (document.isArray()) {
                document.forEach(apps::add);
            } else {
                apps.add(document);
            }
        }
        for (var app : apps) {
            var id = app.path("id").asText();
            if (id.isEmpty()) {
                throw new Failure(ExitCode.USAGE, "An app in " + file + " has no id.");
            }
            var answer =
                    session.server().put("/v2/apps/" + Paths.id(id) + change.query() + "&partialUpdate=false", app);
            change.follow(session, answer, id, false);
        }
        return 0;
    }
}

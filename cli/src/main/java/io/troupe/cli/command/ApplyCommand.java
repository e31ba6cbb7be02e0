package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes apps, pods and groups what files say: all of them in one deployment, in the order of dependencies, or none. */
final class ApplyCommand implements Command {
    static final Option FILE = Option.value(
            "FILE",
            "JSON or YAML: a file, a directory of them, or - for standard input. May be said again.",
            "-f",
            "--file");

    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of(
                        "apply",
                        "Creates or updates the apps, pods and groups of files as one change, and waits for it.")
                .with(FILE));
    }

    @Override
    public int run(Session session, Given given) throws IOException {
        if (!given.has(FILE)) {
            throw new UsageException("--file is missing");
        }
        var files = AppFiles.read(given.values(FILE), session.in);
        return files.isOneApp() ? applyApp(session, given, files) : applyAll(session, given, new Definitions(files));
    }

    private static int applyApp(Session session, Given given, AppFiles files) {
        var app = files.apps().entrySet().iterator().next();
        var answer = session.server()
                .put(
                        "/v2/apps/" + Paths.id(app.getKey()) + Waiting.query(given) + "&partialUpdate=false",
                        app.getValue());
        return Deployment.follow(session, given, answer, List.of(app.getKey()));
    }

    private static int applyAll(Session session, Given given, Definitions definitions) {
        var answer = definitions.put(session, Waiting.query(given));
        var changed = changed(answer);
        if (changed.isEmpty()) {
            return session.showText(answer, () -> definitions.unchanged(changed));
        }
        int code = Deployment.follow(session, given, answer, changed);
        if (code == ExitCode.DONE.code() && session.wantsTable() && !given.has(Waiting.NO_WAIT)) {
            session.out.print(definitions.unchanged(changed));
            session.out.flush();
        }
        return code;
    }

    private static List<String> changed(JsonNode answer) {
        var changed = new ArrayList<String>();
        answer.path("affectedApps").forEach(id -> changed.add(id.asText()));
        answer.path("affectedPods").forEach(id -> changed.add(id.asText()));
        return changed;
    }
}

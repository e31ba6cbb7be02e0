package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Shows one app, as it is or was. */
final class AppShow implements Command {
    private static final Option AT = Option.value("TIME", "As it was then, such as 2026-11-23T11:30:00Z.", "--at");
    private static final Option VERSION = Option.value("VERSION", "One of its versions.", "--version");

    @Override
    public Syntax syntax() {
        return Syntax.of("app show", "Shows one app and its tasks; with -o, its whole definition.")
                .with(AT, VERSION)
                .taking(Argument.one("APP", "The app's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var path = "/v2/apps/" + Paths.id(given.argument(0));
        var version = given.value(VERSION);
        var app = version.isPresent()
                ? session.server().get(path + "/versions/" + Paths.escaped(version.get()))
                : session.server()
                        .get(path
                                + given.value(AT)
                                        .map(at -> "?at=" + Paths.escaped(at))
                                        .orElse(""))
                        .path("app");
        return session.showText(app, () -> text(session, app));
    }

    private static String text(Session session, JsonNode app) {
        var docker = app.path("container").path("docker");
        var running = app.path("tasksRunning");
        var facts = new Facts(session)
                .fact("App", app.path("id").asText())
                .fact(
                        "Instances",
                        running.isMissingNode()
                                ? app.path("instances").asText()
                                : running.asText() + " of "
                                        + app.path("instances").asText() + " running" + health(app))
                .fact("Image", docker.path("image").asText())
                .fact("Command", app.path("cmd").asText())
                .fact("Arguments", Facts.joined(app.path("args")))
                .fact(
                        "Each needs",
                        app.path("cpus").asText() + " cpus, " + app.path("mem").asText() + " MiB memory, "
                                + app.path("disk").asText() + " MiB disk")
                .fact("Environment", Facts.pairs(app.path("env")))
                .fact("Labels", Facts.pairs(app.path("labels")))
                .fact("Health checks", checks(app.path("healthChecks")))
                .fact("Constraints", constraints(app.path("constraints")))
                .fact("Version", app.path("version").asText());
        for (var deployment : app.path("deployments")) {
            facts.fact("Deployment", deployment.path("id").asText() + " goes on");
        }
        var failure = app.path("lastTaskFailure");
        if (failure.isObject()) {
            facts.fact(
                    "Last failure",
                    failure.path("timestamp").asText() + " "
                            + failure.path("message").asText());
        }
        for (var task : app.path("tasks")) {
            if (task.path("unreachable").isObject()) {
                facts.fact(
                        "Unreachable",
                        task.path("id").asText() + ": "
                                + task.path("unreachable").path("message").asText());
            }
        }
        var table = TaskList.table(app.path("tasks"));
        return facts.text() + (table.isEmpty() ? "" : "\n" + session.text(table));
    }

    private static String health(JsonNode app) {
        return app.path("healthChecks").isEmpty()
                ? ""
                : ", " + app.path("tasksHealthy").asText() + " healthy, "
                        + app.path("tasksUnhealthy").asText() + " unhealthy";
    }

    private static String checks(JsonNode checks) {
        var texts = new ArrayList<String>();
        for (var check : checks) {
            var what = check.has("path")
                    ? check.path("path").asText()
                    : check.path("command").path("value").asText();
            var most = check.path("maxConsecutiveFailures").asInt();
            texts.add(check.path("protocol").asText() + (what.isEmpty() ? "" : " " + what) + " every "
                    + check.path("intervalSeconds").asText() + " s, at most " + most
                    + (most == 1 ? " failure" : " failures") + " in a row");
        }
        return String.join("; ", texts);
    }

    private static String constraints(JsonNode constraints) {
        var text = new StringBuilder();
        for (var constraint : constraints) {
            text.append(text.isEmpty() ? "" : ", ");
            var words = 0;
            for (var word : constraint) {
                text.append(words++ == 0 ? "" : " ").append(word.asText());
            }
        }
        return text.toString();
    }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;

/** Lists the apps. */
final class AppList implements Command {
    private static final Option LABEL =
            Option.value("SELECTOR", "Only those whose labels fit, as in team==web,tier.", "-l", "--label");

    @Override
    public Syntax syntax() {
        return Syntax.of("app list", "Lists the apps, all of them or those below a group.")
                .with(LABEL)
                .taking(Argument.optional("GROUP", "A group, such as /prod."));
    }

    @Override
    public int run(Session session, Given given) {
        var group = given.arguments(0).isEmpty() ? "" : Paths.app(given.argument(0));
        var query = given.value(LABEL)
                .map(label -> "?label=" + Paths.escaped(label))
                .orElse("");
        var answer = session.server().get("/v2/apps" + query);
        var shown = JsonNodeFactory.instance.objectNode();
        var apps = shown.putArray("apps");
        for (var app : answer.path("apps")) {
            if (group.length() < 2 || app.path("id").asText().startsWith(group + "/")) {
                apps.add(app);
            }
        }
        return session.show(shown, () -> table(apps));
    }

    private static Table table(JsonNode apps) {
        var table = new Table("APP", "RUNNING", "STATE", "CPUS", "MIB", "VERSION", "RUNS");
        for (var app : apps) {
            var image = app.path("container").path("docker").path("image").asText();
            table.row(
                    app.path("id").asText(),
                    app.path("tasksRunning").asInt() + "/"
                            + app.path("instances").asInt(),
                    state(app),
                    app.path("cpus").asText(),
                    app.path("mem").asText(),
                    app.path("version").asText(),
                    image.isEmpty() ? app.path("cmd").asText() : image);
        }
        return table;
    }

    private static String state(JsonNode app) {
        if (!app.path("deployments").isEmpty()) {
            return "deploying";
        }
        var wanted = app.path("instances").asInt();
        var running = app.path("tasksRunning").asInt();
        if (app.path("tasksUnhealthy").asInt() > 0) {
            return "unhealthy";
        }
        return running < wanted ? "incomplete" : wanted == 0 && running == 0 ? "stopped" : "running";
    }
}

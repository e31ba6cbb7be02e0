package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Shows a group and the apps below it. */
final class GroupShow implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("group show", "Shows a group, and all apps below it.").taking(GroupTarget.GROUP);
    }

    @Override
    public int run(Session session, Given given) {
        var group = session.server()
                .get(
                        GroupTarget.path(given.argument(0))
                                + "?embed=group.groups&embed=group.pods&embed=group.apps&embed=group.apps.counts&embed=group.apps.deployments");
        return session.showText(group, () -> {
            var count = GroupCount.of(group);
            var pods = podsOf(group);
            var facts = new Facts(session)
                    .fact("Group", group.path("id").asText())
                    .fact("Apps", Integer.toString(count.apps()))
                    .fact("Pods", pods == 0 ? "" : Integer.toString(pods))
                    .fact("Running", count.running() + " of " + count.wanted())
                    .fact("State", count.apps() == 0 && pods > 0 ? "" : count.state())
                    .fact("Depends on", GroupTarget.joined(group.path("dependencies")))
                    .fact("Version", group.path("version").asText());
            var table = new Table("APP", "RUNNING", "DEPENDS ON", "VERSION");
            add(group, table);
            return table.isEmpty() ? facts.text() : facts.text() + "\n" + session.text(table);
        });
    }

    private static int podsOf(JsonNode group) {
        var pods = group.path("pods").size();
        for (var child : group.path("groups")) {
            pods += podsOf(child);
        }
        return pods;
    }

    private static void add(JsonNode group, Table table) {
        for (var app : group.path("apps")) {
            table.row(
                    app.path("id").asText(),
                    app.path("tasksRunning").asInt() + "/"
                            + app.path("instances").asInt(),
                    GroupTarget.joined(app.path("dependencies")),
                    app.path("version").asText());
        }
        for (var pod : group.path("pods")) {
            table.row(
                    pod.path("id").asText(),
                    "pod of " + pod.at("/scaling/instances").asText(),
                    "",
                    pod.path("version").asText());
        }
        group.path("groups").forEach(child -> add(child, table));
    }
}

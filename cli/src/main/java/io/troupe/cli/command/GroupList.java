package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;

/** Lists the groups. */
final class GroupList implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("group list", "Lists the groups, all of them or those below a group.")
                .taking(Argument.optional("GROUP", "A group, such as /prod."));
    }

    @Override
    public int run(Session session, Given given) {
        var group = given.arguments(0).isEmpty() ? "/" : given.argument(0);
        var answer = session.server()
                .get(GroupTarget.path(group)
                        + "?embed=group.groups&embed=group.apps&embed=group.apps.counts&embed=group.apps.deployments");
        return session.show(answer, () -> {
            var table = new Table("GROUP", "APPS", "RUNNING", "STATE", "DEPENDS ON", "VERSION");
            add(answer, table);
            return table;
        });
    }

    private static void add(JsonNode group, Table table) {
        var below = GroupCount.of(group);
        if (!group.path("id").asText().equals("/")) {
            table.row(
                    group.path("id").asText(),
                    below.apps(),
                    below.running() + "/" + below.wanted(),
                    below.state(),
                    GroupTarget.joined(group.path("dependencies")),
                    group.path("version").asText());
        }
        group.path("groups").forEach(child -> add(child, table));
    }
}

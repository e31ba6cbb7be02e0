package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import java.util.ArrayList;
import java.util.List;

/** A group in requests and answers. */
final class GroupTarget {
    static final Argument GROUP =
            Argument.one("GROUP", "The group's id, such as /prod; the first slash may be left out.");

    private GroupTarget() {}

    /** Where a group is found; the root is {@code /v2/groups} itself. */
    static String path(String group) {
        var id = Paths.id(group);
        return id.isEmpty() ? "/v2/groups" : "/v2/groups/" + id;
    }

    /** The apps and pods that the steps of a plan name, in their order. */
    static List<String> appsOf(JsonNode plan) {
        var apps = new ArrayList<String>();
        for (var step : plan.path("steps")) {
            for (var action : step.path("actions")) {
                apps.add(action.path("app").asText(action.path("pod").asText()));
            }
        }
        return apps;
    }

    /** Changes a group, which is tried first to know what to watch, and waits for it. */
    static int change(Session session, Given given, String group, JsonNode body) {
        var apps = appsOf(session.server().put(path(group) + "?dryRun=true", body));
        var answer = session.server().put(path(group) + Waiting.query(given), body);
        return follow(session, given, group, answer, apps);
    }

    static int follow(Session session, Given given, String group, JsonNode answer, List<String> apps) {
        return apps.isEmpty()
                ? session.showText(answer, () -> Paths.app(group) + ": no app changes\n")
                : Deployment.follow(session, given, answer, apps);
    }

    /** The texts of an array, for a cell of a table. */
    static String joined(JsonNode texts) {
        var all = new ArrayList<String>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }
}

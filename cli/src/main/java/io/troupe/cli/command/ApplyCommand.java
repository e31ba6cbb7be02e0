package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes apps, pods and groups what files say: all apps in one deployment, then each pod and each group in one of its own. */
final class ApplyCommand implements Command {
    private static final Pattern ELEMENT = Pattern.compile("\\((\\d{1,6})\\)(|/.*)");
    static final Option FILE = Option.value(
            "FILE",
            "JSON or YAML: a file, a directory of them, or - for standard input. May be said again.",
            "-f",
            "--file");

    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("apply", "Creates or updates the apps, pods and groups of files, and waits for it.")
                .with(FILE));
    }

    @Override
    public int run(Session session, Given given) throws IOException {
        if (!given.has(FILE)) {
            throw new UsageException("--file is missing");
        }
        var files = AppFiles.read(given.values(FILE), session.in);
        var code = files.apps().isEmpty() ? ExitCode.DONE.code() : applyApps(session, given, files.apps());
        for (var pod : files.pods().entrySet()) {
            var answer = putPod(session, pod.getKey(), pod.getValue(), Waiting.query(given));
            code = Math.max(code, Deployment.follow(session, given, answer, List.of(pod.getKey())));
        }
        for (var group : files.groups().entrySet()) {
            code = Math.max(code, GroupTarget.change(session, given, group.getKey(), group.getValue()));
        }
        return code;
    }

    private static int applyApps(Session session, Given given, Map<String, JsonNode> apps) {
        var ids = List.copyOf(apps.keySet());
        var query = Waiting.query(given) + "&partialUpdate=false";
        if (apps.size() == 1) {
            var app = apps.values().iterator().next();
            var answer = session.server().put("/v2/apps/" + Paths.id(ids.getFirst()) + query, app);
            return Deployment.follow(session, given, answer, ids);
        }
        return Deployment.follow(session, given, putApps(session, apps, query), ids);
    }

    /** A pod is created by another call than it is changed by. */
    static JsonNode putPod(Session session, String id, JsonNode pod, String query) {
        var path = "/v2/pods/" + Paths.id(id);
        return session.server().find(path).isPresent()
                ? session.server().change("PUT", path + query, Optional.of(pod))
                : session.server().change("POST", "/v2/pods" + query, Optional.of(pod));
    }

    /** All apps as one change. */
    static JsonNode putApps(Session session, Map<String, JsonNode> apps, String query) {
        var ids = List.copyOf(apps.keySet());
        var all = JsonNodeFactory.instance.arrayNode().addAll(apps.values());
        return session.server().put("/v2/apps" + query, all, path -> named(path, ids));
    }

    /** {@code (1)/cpus} of an array becomes {@code /web: /cpus}. */
    private static String named(String path, List<String> ids) {
        var element = ELEMENT.matcher(path);
        if (!element.matches() || Integer.parseInt(element.group(1)) >= ids.size()) {
            return path;
        }
        var field = element.group(2);
        return ids.get(Integer.parseInt(element.group(1))) + ":" + (field.length() > 1 ? " " + field : "");
    }
}

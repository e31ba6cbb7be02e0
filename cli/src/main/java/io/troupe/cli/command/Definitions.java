package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What files hold, as one change: apps, pods and groups, all or nothing. */
final class Definitions {
    private static final Pattern ELEMENT = Pattern.compile("/(apps|pods|groups)\\((\\d{1,6})\\)(|/.*)");

    private final AppFiles files;

    Definitions(AppFiles files) {
        this.files = files;
    }

    /** @param query begins with a question mark */
    JsonNode put(Session session, String query) {
        return session.server().put("/v2/definitions" + query, body(), this::named);
    }

    private ObjectNode body() {
        var body = JsonNodeFactory.instance.objectNode();
        kinds().forEach((kind, definitions) -> {
            if (!definitions.isEmpty()) {
                body.putArray(kind).addAll(definitions.values());
            }
        });
        return body;
    }

    private Map<String, Map<String, JsonNode>> kinds() {
        var kinds = new LinkedHashMap<String, Map<String, JsonNode>>();
        kinds.put("apps", files.apps());
        kinds.put("pods", files.pods());
        kinds.put("groups", files.groups());
        return kinds;
    }

    /** {@code /apps(1)/cpus} becomes {@code /web in web.yaml: /cpus}; the file is left out if there is only one. */
    String named(String path) {
        var element = ELEMENT.matcher(path);
        if (!element.matches()) {
            return path;
        }
        var ids = List.copyOf(kinds().getOrDefault(element.group(1), Map.of()).keySet());
        int index = Integer.parseInt(element.group(2));
        if (index >= ids.size()) {
            return path;
        }
        var id = ids.get(index);
        var field = element.group(3);
        return id + (files.severalOrigins() ? " in " + files.origin(id) : "") + ":"
                + (field.length() > 1 ? " " + field : "");
    }

    /** The apps and pods that stay as they are, and the groups none of whose apps changes. */
    String unchanged(List<String> changed) {
        var text = new StringBuilder();
        var alone = new ArrayList<>(files.apps().keySet());
        alone.addAll(files.pods().keySet());
        alone.stream()
                .filter(id -> !changed.contains(id))
                .forEach(id -> text.append(id).append(": unchanged\n"));
        files.groups().keySet().stream()
                .filter(group -> changed.stream().noneMatch(id -> id.startsWith(group.equals("/") ? "/" : group + "/")))
                .forEach(group -> text.append(group).append(": no app changes\n"));
        return text.toString();
    }
}

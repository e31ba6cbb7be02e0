package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.json.YamlText;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads apps and groups from files, directories and standard input, JSON or YAML: single ones, arrays of apps, several documents in one file, and
 * what {@code app list -o json} shows. A group is what has an id, and apps, pods or groups; a pod is what has containers.
 */
final class AppFiles {
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private final InputStream in;
    private final Map<String, JsonNode> apps = new LinkedHashMap<>();
    private final Map<String, JsonNode> pods = new LinkedHashMap<>();
    private final Map<String, JsonNode> groups = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    private AppFiles(InputStream in) {
        this.in = in;
    }

    /**
     * By id, in the order in which they stand there.
     *
     * @throws IOException if a file cannot be read
     */
    static AppFiles read(List<String> names, InputStream in) throws IOException {
        var files = new AppFiles(in);
        for (var name : names) {
            files.read(name);
        }
        if (files.origins.isEmpty()) {
            throw new UsageException("there is no app in " + String.join(", ", names));
        }
        return files;
    }

    Map<String, JsonNode> apps() {
        return apps;
    }

    Map<String, JsonNode> pods() {
        return pods;
    }

    Map<String, JsonNode> groups() {
        return groups;
    }

    /** Whether there is one app and nothing else. */
    boolean isOneApp() {
        return origins.size() == 1 && apps.size() == 1;
    }

    /** Where it is defined. */
    String origin(String id) {
        return origins.getOrDefault(id, "");
    }

    boolean severalOrigins() {
        return origins.values().stream().distinct().count() > 1;
    }

    private void read(String name) throws IOException {
        if (name.equals("-")) {
            document("standard input", new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8));
            return;
        }
        if (name.startsWith("http://") || name.startsWith("https://")) {
            throw new UsageException(
                    "addresses are not read; get it first: curl -fsS " + name + " | troupe apply -f -");
        }
        var path = Path.of(name);
        if (!Files.isDirectory(path)) {
            document(name, Files.readString(path));
            return;
        }
        try (var entries = Files.list(path)) {
            for (var file : entries.filter(AppFiles::isAppFile).sorted().toList()) {
                document(file.toString(), Files.readString(file));
            }
        }
    }

    private static boolean isAppFile(Path file) {
        var name = file.toString();
        return Files.isRegularFile(file) && (name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private void document(String origin, String text) {
        List<JsonNode> documents;
        try {
            var start = text.stripLeading();
            documents =
                    start.startsWith("{") || start.startsWith("[") ? JsonText.readAll(text) : YamlText.readAll(text);
        } catch (IOException e) {
            throw new UsageException(origin + " cannot be read: " + place(e));
        }
        for (var document : documents) {
            if (document.isArray()) {
                document.forEach(app -> add(origin, app));
            } else if (document.path("apps").isArray() && !document.has("id")) {
                document.path("apps").forEach(app -> add(origin, app));
            } else if (!document.isNull()) {
                add(origin, document);
            }
        }
    }

    private void add(String origin, JsonNode app) {
        if (!(app instanceof ObjectNode definition)) {
            throw new UsageException(origin + " holds something that is no app: an app is an object with an id");
        }
        var id = definition.path("id").asText();
        if (id.isEmpty()) {
            throw new UsageException("an app in " + origin + " has no id");
        }
        id = Paths.app(id);
        var before = origins.put(id, origin);
        if (before != null) {
            throw new UsageException(id + " is defined twice: in " + before + " and in " + origin);
        }
        definition.put("id", id);
        of(definition).put(id, definition);
    }

    private Map<String, JsonNode> of(ObjectNode definition) {
        if (definition.has("containers")) {
            return pods;
        }
        return definition.has("apps") || definition.has("groups") || definition.has("pods") ? groups : apps;
    }

    /** The parser's first words and the line and column, without its own advice. */
    private static String place(IOException e) {
        if (e instanceof com.fasterxml.jackson.core.JacksonException wrong && wrong.getLocation() != null) {
            var location = wrong.getLocation();
            var words = wrong.getOriginalMessage().lines().findFirst().orElse("");
            return words.replaceAll("\\[Source: .*?; line: (\\d+), column: (\\d+)]", "line $1, column $2") + ", line "
                    + location.getLineNr() + ", column " + location.getColumnNr();
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

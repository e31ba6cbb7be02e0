package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.ArtifactSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes what is fetched before a container starts: {@code fetch}, the older {@code uris}, and {@code artifacts} of pods. */
final class ArtifactJson {
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");
    private static final int URI_CHARACTERS_MAX = 4096;
    private static final int PATH_CHARACTERS_MAX = 1024;

    private ArtifactJson() {}

    /** Of an app: {@code uris} are unpacked if they are archives. */
    static List<ArtifactSpec> ofApp(Fields app) {
        var uris = app.texts("uris");
        var artifacts = read(app, "fetch");
        if (!uris.isEmpty() && !artifacts.isEmpty()) {
            app.faults().rule(app.path("uris"), "cannot specify both uris and fetch fields");
        }
        int index = 0;
        for (var uri : uris) {
            check(app.faults(), app.path("uris") + "(" + index++ + ")", uri);
            artifacts.add(new ArtifactSpec(uri, ArtifactSpec.isArchive(name(uri)), false, false, null));
        }
        return artifacts;
    }

    static List<ArtifactSpec> read(Fields fields, String field) {
        var artifacts = new ArrayList<ArtifactSpec>();
        var given = fields.objects(field);
        if (given.size() > ArtifactSpec.ARTIFACTS_MAX) {
            fields.faults().rule(fields.path(field), "has more than " + ArtifactSpec.ARTIFACTS_MAX + " artifacts");
        }
        for (var item : given) {
            item.known(Set.of("uri", "extract", "executable", "cache", "destPath"));
            var uri = item.text("uri");
            if (uri == null && !item.has("uri")) {
                item.faults().missing(item.path("uri"));
            }
            var path = item.text("destPath");
            boolean extract = item.flag("extract", true);
            boolean executable = item.flag("executable", false);
            boolean cache = item.flag("cache", false);
            if (uri != null) {
                check(item.faults(), item.path("uri"), uri);
                if (path == null && name(uri).isEmpty()) {
                    item.faults().rule(item.path("uri"), "has no file name; say destPath");
                }
                checkPath(item, path);
                artifacts.add(new ArtifactSpec(uri, extract, executable, cache, path));
            }
        }
        return artifacts;
    }

    private static void checkPath(Fields item, @Nullable String path) {
        if (path == null) {
            return;
        }
        boolean outside = path.isBlank()
                || path.length() > PATH_CHARACTERS_MAX
                || path.indexOf('\0') >= 0
                || Path.of(path).isAbsolute()
                || Path.of(path).normalize().startsWith("..")
                || Path.of(path).normalize().toString().isEmpty();
        if (outside) {
            item.faults().rule(item.path("destPath"), "must be a path below the sandbox");
        }
    }

    private static void check(Faults faults, String path, String text) {
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme() == null ? "file" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme)) {
                faults.rule(path, "is neither http, https nor file; other kinds are not supported");
            } else if (text.length() > URI_CHARACTERS_MAX) {
                faults.rule(path, "is longer than " + URI_CHARACTERS_MAX + " characters");
            } else if (scheme.equals("file")
                    ? uri.getPath() == null || !uri.getPath().startsWith("/")
                    : uri.getHost() == null) {
                faults.rule(path, "URI has invalid syntax.");
            }
        } catch (URISyntaxException _) {
            faults.rule(path, "URI has invalid syntax.");
        }
    }

    /** The last part of the path, under which it is put. */
    private static String name(String text) {
        try {
            var path = new URI(text).getPath();
            return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        } catch (URISyntaxException _) {
            return "?";
        }
    }

    static ArrayNode json(List<ArtifactSpec> artifacts) {
        var list = Json.array();
        for (var artifact : artifacts) {
            var json = list.addObject()
                    .put("uri", artifact.uri())
                    .put("extract", artifact.extract())
                    .put("executable", artifact.executable())
                    .put("cache", artifact.cache());
            if (artifact.path() != null) {
                json.put("destPath", artifact.path());
            }
        }
        return list;
    }
}

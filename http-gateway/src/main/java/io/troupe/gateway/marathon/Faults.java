package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a definition, by path. A value of the wrong JSON type makes the whole "Invalid JSON" (400), a broken rule "Object is not
 * valid" (422), as in Marathon.
 */
final class Faults {
    private static final int FAULTS_MAX = 100;

    private final Map<String, List<String>> types = new LinkedHashMap<>();
    private final Map<String, List<String>> rules = new LinkedHashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    void type(String path, String expected) {
        add(types, path, "error.expected." + expected);
    }

    void missing(String path) {
        add(types, path, "error.path.missing");
    }

    void rule(String path, String message) {
        add(rules, path, message);
    }

    /** A field that no app has: taken and left out, as in Marathon, but the answer says so. */
    void unknown(String path) {
        if (unknown.size() < FAULTS_MAX) {
            unknown.add(path);
        }
    }

    List<String> unknown() {
        return List.copyOf(unknown);
    }

    void unsupported(String path) {
        rule(path, "is not supported yet");
    }

    boolean none() {
        return types.isEmpty() && rules.isEmpty();
    }

    /** Throws the refusal if there is any fault. */
    void refuse() {
        if (!types.isEmpty()) {
            throw refusal(400, "Invalid JSON", types);
        }
        if (!rules.isEmpty()) {
            throw refusal(422, "Object is not valid", rules);
        }
    }

    static HttpRefusal notValid(String path, String message) {
        return refusal(422, "Object is not valid", Map.of(path, List.of(message)));
    }

    private static HttpRefusal refusal(int status, String message, Map<String, List<String>> faults) {
        ObjectNode body = Json.object().put("message", message);
        var details = body.putArray("details");
        faults.forEach((path, errors) -> {
            var detail = details.addObject().put("path", path);
            detail.set("errors", Json.texts(errors));
        });
        return new HttpRefusal(status, body, Map.of());
    }

    private static void add(Map<String, List<String>> faults, String path, String message) {
        if (faults.size() < FAULTS_MAX || faults.containsKey(path)) {
            faults.computeIfAbsent(path, _ -> new ArrayList<>()).add(message);
        }
    }
}

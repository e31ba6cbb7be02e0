package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.troupe.gateway.http.Json;
import java.util.Set;
import java.util.TreeSet;

/** In which fields two definitions differ. Objects are compared field by field, lists of the same length item by item, all else as a whole. */
final class DefinitionDifference {
    /** Told apart from the definition's fields: how many instances there are. */
    private static final Set<String> NUMBERS = Set.of("/instances", "/scaling/instances");

    private static final Set<String> NOT_DEFINED = Set.of("/version");

    private final ArrayNode fields = Json.array();

    private DefinitionDifference() {}

    /** {@code [{"field": "/env/A", "from": "1", "to": "2"}]}, by name; {@code from} or {@code to} is missing where there is no such field. */
    static ArrayNode between(JsonNode before, JsonNode after) {
        var difference = new DefinitionDifference();
        difference.compare("", before, after);
        return difference.fields;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after) || NUMBERS.contains(path) || NOT_DEFINED.contains(path)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "/" + name, before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int index = 0; index < before.size(); index++) {
                compare(path + "/" + index, before.path(index), after.path(index));
            }
        } else {
            note(path, before, after);
        }
    }

    private void note(String path, JsonNode before, JsonNode after) {
        var field = fields.addObject().put("field", path);
        if (!(before instanceof MissingNode)) {
            field.set("from", before);
        }
        if (!(after instanceof MissingNode)) {
            field.set("to", after);
        }
    }
}

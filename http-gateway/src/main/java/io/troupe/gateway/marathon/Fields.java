package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read by type; what is wrong is noted, and a neutral value taken instead, so that all faults are found at once. */
final class Fields {
    private final JsonNode node;
    private final String path;
    private final Faults faults;

    Fields(JsonNode node, String path, Faults faults) {
        this.node = node;
        this.path = path;
        this.faults = faults;
        if (!node.isObject()) {
            faults.type(path.isEmpty() ? "/" : path, "jsobject");
        }
    }

    Faults faults() {
        return faults;
    }

    String path(String name) {
        return path + "/" + name;
    }

    /** Whether the field is there and not null. */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** The names of all fields, in their order. */
    List<String> names() {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Notes the fields that are none of these. */
    void known(Set<String> names) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                faults.unknown(path(name));
            }
        });
    }

    @Nullable String text(String name) {
        if (!has(name)) {
            return null;
        }
        var value = node.get(name);
        if (!value.isTextual()) {
            faults.type(path(name), "jsstring");
            return null;
        }
        return value.textValue();
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        var value = node.get(name);
        if (!value.isBoolean()) {
            faults.type(path(name), "jsboolean");
            return otherwise;
        }
        return value.booleanValue();
    }

    int whole(String name, int otherwise, int lowest, int highest) {
        if (!has(name)) {
            return otherwise;
        }
        return wholeOf(node.get(name), path(name), otherwise, lowest, highest);
    }

    private int wholeOf(JsonNode value, String where, int otherwise, int lowest, int highest) {
        if (!value.isNumber()) {
            faults.type(where, "jsnumber");
            return otherwise;
        }
        double number = value.doubleValue();
        if (number != Math.rint(number)) {
            faults.type(where, "jsnumber");
        } else if (number < lowest) {
            faults.rule(where, "is less than " + lowest);
        } else if (number > highest) {
            faults.rule(where, "is greater than " + highest);
        } else {
            return (int) number;
        }
        return otherwise;
    }

    double number(String name, double otherwise, double lowest, double highest) {
        if (!has(name)) {
            return otherwise;
        }
        var value = node.get(name);
        if (!value.isNumber()) {
            faults.type(path(name), "jsnumber");
            return otherwise;
        }
        double number = value.doubleValue();
        if (!(number >= lowest)) {
            faults.rule(path(name), "is less than " + trimmed(lowest));
        } else if (number > highest) {
            faults.rule(path(name), "is greater than " + trimmed(highest));
        } else {
            return number;
        }
        return otherwise;
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var item : items(name)) {
            if (item.node().isTextual()) {
                texts.add(item.node().textValue());
            } else {
                faults.type(item.path(), "jsstring");
            }
        }
        return texts;
    }

    List<Integer> wholes(String name, int lowest, int highest) {
        return items(name).stream()
                .map(item -> wholeOf(item.node(), item.path(), lowest, lowest, highest))
                .toList();
    }

    /** A flat map of texts. */
    Map<String, String> textMap(String name) {
        return textMap(name, (_, _) -> null);
    }

    /**
     * A flat map of texts.
     *
     * @param rule what is wrong with an entry, as the end of a sentence; null if nothing is
     */
    Map<String, String> textMap(String name, BiFunction<String, JsonNode, @Nullable String> rule) {
        var map = new LinkedHashMap<String, String>();
        if (!has(name)) {
            return map;
        }
        var object = node.get(name);
        if (!object.isObject()) {
            faults.type(path(name), "jsobject");
            return map;
        }
        object.properties().forEach(entry -> {
            var fault = rule.apply(entry.getKey(), entry.getValue());
            if (fault != null) {
                faults.rule(path(name) + "/" + entry.getKey(), fault);
            } else if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().textValue());
            } else {
                faults.type(path(name) + "/" + entry.getKey(), "jsstring");
            }
        });
        return map;
    }

    JsonNode node(String name) {
        return node.path(name);
    }

    @Nullable Fields object(String name) {
        return has(name) ? new Fields(node.get(name), path(name), faults) : null;
    }

    List<Item> items(String name) {
        var items = new ArrayList<Item>();
        if (!has(name)) {
            return items;
        }
        var array = node.get(name);
        if (!array.isArray()) {
            faults.type(path(name), "jsarray");
            return items;
        }
        for (int index = 0; index < array.size(); index++) {
            items.add(new Item(array.get(index), path(name) + "(" + index + ")"));
        }
        return items;
    }

    List<Fields> objects(String name) {
        return items(name).stream()
                .map(item -> new Fields(item.node(), item.path(), faults))
                .toList();
    }

    /** An element of an array and where it stands. */
    record Item(JsonNode node, String path) {}
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.workload.Resources;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Amounts of what nodes were told to have, by name: Troupe's addition to Marathon's resources. */
final class CustomResources {
    private static final int NAMES_MAX = 50;

    private CustomResources() {}

    /** Those in the object {@code resources} of an app, where nothing else stands. */
    static Map<String, Long> ofApp(Fields app) {
        var resources = app.object("resources");
        return resources == null ? Map.of() : beside(Set.of(), resources);
    }

    /** Those that stand in an object beside these fields. */
    static Map<String, Long> beside(Set<String> others, Fields resources) {
        var amounts = new TreeMap<String, Long>();
        for (var name : resources.names()) {
            if (others.contains(name)) {
                continue;
            }
            var fault = Resources.faultOfName(name);
            if (fault.isPresent()) {
                resources.faults().rule(resources.path(name), fault.get());
            } else if (amounts.size() == NAMES_MAX) {
                resources.faults().rule(resources.path(name), "is one of more than " + NAMES_MAX + " custom resources");
                break;
            } else if (resources.has(name)) {
                amounts.put(name, (long) resources.whole(name, 1, 1, (int) Resources.CUSTOM_MAX));
            }
        }
        return amounts;
    }

    /** Writes them beside the fields that are there. */
    static void write(Resources resources, ObjectNode json) {
        resources.custom().forEach(json::put);
    }
}

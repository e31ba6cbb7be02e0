package io.troupe.cluster.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is stored for good, in the order in which it was: the truth. Knows no delay and no failure; those are the weather's. */
final class Journal {
    private final Map<String, List<Object>> entries = new HashMap<>();

    List<Object> of(String id) {
        return List.copyOf(entries.getOrDefault(id, List.of()));
    }

    int size(String id) {
        return entries.getOrDefault(id, List.of()).size();
    }

    /** All or none; a writer that did not know what was stored before is a second one, which must not be. */
    void append(String id, long sequenceBefore, List<?> added) {
        List<Object> all = entries.computeIfAbsent(id, any -> new ArrayList<>());
        if (all.size() != sequenceBefore) {
            throw new InvariantViolation(
                    "A journal has one writer at a time",
                    id + " has " + all.size() + " entries, and is written by one who knows of " + sequenceBefore);
        }
        all.addAll(added);
    }
}

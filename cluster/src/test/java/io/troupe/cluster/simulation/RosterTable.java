package io.troupe.cluster.simulation;

import io.troupe.persistence.roster.RosterEntry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The roster as it is stored: one row for each kind and id. */
final class RosterTable {
    private final Map<String, RosterEntry> rows = new LinkedHashMap<>();

    void add(Collection<RosterEntry> entries) {
        entries.forEach(entry -> rows.put(key(entry), entry));
    }

    void remove(RosterEntry entry) {
        rows.computeIfPresent(key(entry), (key, row) -> row.since().isAfter(entry.since()) ? row : null);
    }

    List<RosterEntry> all() {
        return List.copyOf(rows.values());
    }

    boolean has(String kind, String id) {
        return rows.containsKey(kind + "|" + id);
    }

    private static String key(RosterEntry entry) {
        return entry.kind() + "|" + entry.id();
    }
}

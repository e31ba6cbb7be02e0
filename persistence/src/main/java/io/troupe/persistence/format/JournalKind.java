package io.troupe.persistence.format;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A type that may be stored, with the name it is stored under for ever.
 *
 * @param name the kind's name in the manifest: lower-case words joined by dashes
 * @param type the type that is stored; what lies inside it needs no kind of its own
 * @param migrations the first makes version 1 into 2, the next 2 into 3, and so on
 */
public record JournalKind<T>(String name, Class<T> type, List<Migration> migrations) {
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    public JournalKind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a kind: lower-case words joined by dashes");
        }
        migrations = List.copyOf(migrations);
    }

    /** A kind in its first version. */
    public static <T> JournalKind<T> of(String name, Class<T> type) {
        return new JournalKind<>(name, type, List.of());
    }

    /** The version that is written now. */
    public int version() {
        return migrations.size() + 1;
    }

    /** Under which it is written now. */
    public String manifest() {
        return name + "/" + version();
    }
}

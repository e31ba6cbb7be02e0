package io.troupe.persistence.format;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All kinds, by name and by type; each occurs once. */
public final class JournalKindTable {
    private final Map<String, JournalKind<?>> byName;
    private final Map<Class<?>, JournalKind<?>> byType;

    public JournalKindTable(Collection<JournalKind<?>> kinds) {
        this.byName = unique(kinds, JournalKind::name);
        this.byType = unique(kinds, JournalKind::type);
    }

    /** The kinds of all modules on the class path. */
    public static JournalKindTable load() {
        return new JournalKindTable(
                ServiceLoader.load(JournalKinds.class, JournalKindTable.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .<JournalKind<?>>flatMap(kinds -> kinds.kinds().stream())
                        .toList());
    }

    private static <K> Map<K, JournalKind<?>> unique(
            Collection<JournalKind<?>> kinds, Function<JournalKind<?>, ? extends K> key) {
        return kinds.stream().collect(Collectors.toUnmodifiableMap(key, kind -> kind));
    }

    public List<JournalKind<?>> kinds() {
        return List.copyOf(byName.values());
    }

    Optional<JournalKind<?>> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<JournalKind<?>> of(Class<?> type) {
        return Optional.ofNullable(byType.get(type));
    }
}

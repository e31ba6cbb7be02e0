package io.troupe.cluster.agent;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that nobody changes any more, in the order in which it was filled. One that is frozen already is never copied again, so that a state
 * costs a copy only of what a decision changed.
 */
final class FrozenMap<K, V> extends AbstractMap<K, V> {
    private final Map<K, V> entries;

    private FrozenMap(Map<K, V> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    static <K, V> FrozenMap<K, V> copyOf(Map<K, V> map) {
        return map instanceof FrozenMap<K, V> frozen ? frozen : new FrozenMap<>(new LinkedHashMap<>(map));
    }

    /** Without a copy: the caller must not touch the map again. */
    static <K, V> FrozenMap<K, V> of(Map<K, V> givenAway) {
        return new FrozenMap<>(givenAway);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return entries.entrySet();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }
}

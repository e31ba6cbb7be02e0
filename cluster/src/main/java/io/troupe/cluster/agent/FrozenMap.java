package io.troupe.cluster.agent;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A map that nobody changes. Another with one entry more or less shares all but a small part of it, so that an agent with a thousand instances
 * decides as fast as one with ten. In no order.
 */
final class FrozenMap<K, V> extends AbstractMap<K, V> {
    private static final int PARTS = 64;

    private final List<Map<K, V>> parts;
    private final int size;

    private FrozenMap(List<Map<K, V>> parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    static <K, V> FrozenMap<K, V> copyOf(Map<K, V> map) {
        if (map instanceof FrozenMap<K, V> frozen) {
            return frozen;
        }
        var copy = new FrozenMap<K, V>(Collections.nCopies(PARTS, Map.of()), 0);
        for (var entry : map.entrySet()) {
            copy = copy.with(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    FrozenMap<K, V> with(K key, V value) {
        var part = new HashMap<>(parts.get(partOf(key)));
        part.put(key, value);
        return replaced(partOf(key), part);
    }

    FrozenMap<K, V> without(K key) {
        if (!containsKey(key)) {
            return this;
        }
        var part = new HashMap<>(parts.get(partOf(key)));
        part.remove(key);
        return replaced(partOf(key), part);
    }

    private FrozenMap<K, V> replaced(int number, Map<K, V> part) {
        var others = new ArrayList<>(parts);
        var was = others.set(number, part);
        return new FrozenMap<>(others, size - was.size() + part.size());
    }

    private static int partOf(@Nullable Object key) {
        var hash = key == null ? 0 : key.hashCode();
        return (hash ^ (hash >>> 16)) & (PARTS - 1);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return parts.get(partOf(key)).get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return parts.get(partOf(key)).containsKey(key);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return entries().iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private Stream<Map.Entry<K, V>> entries() {
        return parts.stream().flatMap(part -> Collections.unmodifiableMap(part).entrySet().stream());
    }
}

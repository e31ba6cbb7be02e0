package io.troupe.persistence.format;

import java.util.List;

/**
 * Kinds that a module adds to what may be stored. Found by {@link java.util.ServiceLoader}: name the implementation in {@code
 * META-INF/services/io.troupe.persistence.format.JournalKinds}.
 */
public interface JournalKinds {
    List<JournalKind<?>> kinds();
}

package io.troupe.persistence.journal;

import io.troupe.persistence.format.JournalKind;
import io.troupe.persistence.format.JournalKinds;
import java.util.List;

/** Adds the snapshot of {@link Counter}, as another module adds its own. */
public final class CounterKinds implements JournalKinds {
    @Override
    public List<JournalKind<?>> kinds() {
        return List.of(JournalKind.of("counter", Counter.Count.class));
    }
}

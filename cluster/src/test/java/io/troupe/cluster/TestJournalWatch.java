package io.troupe.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A journal that is said to be well, full or away. */
final class TestJournalWatch implements JournalWatch {
    private volatile @Nullable String fault;
    private volatile boolean readable = true;

    void well() {
        fault = null;
        readable = true;
    }

    void full() {
        fault = "The disk is full.";
        readable = true;
    }

    void away() {
        fault = "Cassandra does not answer now.";
        readable = false;
    }

    @Override
    public boolean readable() {
        return readable;
    }

    @Override
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }
}

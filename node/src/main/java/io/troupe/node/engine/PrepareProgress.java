package io.troupe.node.engine;

/** Hears how far a preparation is. */
@FunctionalInterface
public interface PrepareProgress {
    PrepareProgress SILENT = message -> {};

    /** A sentence for a person, for example {@code pulling nginx:1.27: 14 of 37 MiB}; at most a few a second. */
    void at(String message);
}

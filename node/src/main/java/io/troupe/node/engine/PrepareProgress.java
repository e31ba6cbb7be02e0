package io.troupe.node.engine;

/** Hears how far a preparation is. */
@FunctionalInterface
public interface PrepareProgress {
    PrepareProgress SILENT = message -> {};

    /**
     * A sentence for a person, for example {@code pulling nginx:1.27: 14 of 37 MiB}; at most a few a second, also when nothing new is to be said. What is
     * thrown here ends the preparation, and is thrown by it.
     */
    void at(String message);
}

package io.troupe.cluster;

import java.util.Optional;

/** What a node knows of its journal without asking it; costs nothing, so it is asked before each change. */
public interface JournalWatch {
    /** Whether the journal can be read at this moment. */
    boolean readable();

    /** Why the journal takes no change at this moment, as a sentence for a person; empty if it does, as far as is known. */
    Optional<String> fault();
}

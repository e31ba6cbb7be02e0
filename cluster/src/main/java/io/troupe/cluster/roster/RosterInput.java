package io.troupe.cluster.roster;

import io.troupe.persistence.roster.RosterEntry;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the keeper hears. */
sealed interface RosterInput {
    /** The list was read, and the directories said what lives. */
    record Compared(List<RosterEntry> listed, Set<RosterKey> living) implements RosterInput {
        public Compared {
            listed = List.copyOf(listed);
            living = Collections.unmodifiableSet(new LinkedHashSet<>(living));
        }
    }

    /** The list or what lives could not be read. */
    record NotRead() implements RosterInput {}

    /** What was woken has answered; {@code over} if nothing is left to do for it. */
    record Woken(RosterEntry entry, boolean over) implements RosterInput {}

    /** What was to be woken did not answer. */
    record NotWoken(RosterEntry entry) implements RosterInput {}
}

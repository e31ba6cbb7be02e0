package io.troupe.cluster.roster;

import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.util.List;

/** What the keeper wants done. */
sealed interface RosterEffect {
    /** Read the list again after this time, and ask what lives. */
    record LookAgain(Duration after) implements RosterEffect {}

    /** Ends with {@link RosterInput.Woken} or {@link RosterInput.NotWoken}. */
    record Wake(RosterEntry entry) implements RosterEffect {}

    record Add(List<RosterEntry> entries) implements RosterEffect {
        public Add {
            entries = List.copyOf(entries);
        }
    }

    record Remove(RosterEntry entry) implements RosterEffect {}
}

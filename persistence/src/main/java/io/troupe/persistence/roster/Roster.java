package io.troupe.persistence.roster;

import akka.Done;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The list of what must live. Each call fails, within bounded time, when it could not be stored or read; then it may be repeated. */
public interface Roster {
    /** Most entries of one call. */
    int ENTRIES_MAX = 10_000;

    /** Adds all of them; those that are there already stay, from then on with the later time. */
    CompletionStage<Done> add(Collection<RosterEntry> entries);

    /** Removes the entry of this kind and id, unless it was added again after the time that this one has; does nothing if there is none. */
    CompletionStage<Done> remove(RosterEntry entry);

    /** All entries, in no order. */
    CompletionStage<List<RosterEntry>> all();
}

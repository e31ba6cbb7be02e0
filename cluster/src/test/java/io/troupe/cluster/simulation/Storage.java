package io.troupe.cluster.simulation;

import io.troupe.persistence.roster.RosterEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The database as the machines see it: it takes its time, fails, and sometimes fails after it has stored. */
final class Storage {
    private final World world;
    private final Journal journal = new Journal();
    private final RosterTable roster = new RosterTable();
    private final Set<Write> underway = new LinkedHashSet<>();
    private long writes;

    Storage(World world) {
        this.world = world;
    }

    Journal journal() {
        return journal;
    }

    RosterTable rosterTable() {
        return roster;
    }

    /** How many writes of entries were asked for. */
    long writes() {
        return writes;
    }

    void store(Host from, String id, long sequenceBefore, List<?> entries, Runnable stored, Runnable failed) {
        writes++;
        Weather weather = world.weather();
        switch (weather.storing(from)) {
            case STORES -> {
                Write write = new Write(from, id, sequenceBefore, entries);
                world.timeline().after(weather.storageMillis(), () -> {
                    land(write);
                    // Stored and not yet known to be: here a machine may die.
                    world.timeline().after(weather.storageMillis(), stored);
                });
            }
            case STORES_AND_FAILS -> {
                Write write = new Write(from, id, sequenceBefore, entries);
                world.timeline().after(weather.storageMillis(), () -> {
                    land(write);
                    world.tell(from, () -> "journal of " + id + ": stored, but the write counts as failed");
                    world.timeline().after(weather.storageFailsMillis(), failed);
                });
            }
            case FAILS -> {
                world.tell(from, () -> "journal of " + id + ": the write fails");
                world.timeline().after(weather.storageFailsMillis(), failed);
            }
        }
    }

    private void land(Write write) {
        if (underway.remove(write)) {
            commit(write);
        }
    }

    /** What a machine had sent off when it died is stored now or never: a client that is gone does not write seconds later. */
    void died(Host host, Dice dice) {
        for (Write write : List.copyOf(underway)) {
            if (write.from == host) {
                underway.remove(write);
                if (dice.chance(0.5)) {
                    commit(write);
                }
            }
        }
    }

    private void commit(Write write) {
        journal.append(write.journal, write.sequenceBefore, write.entries);
        world.truth().stored(write.journal, write.entries);
    }

    /** Entries on their way. */
    private final class Write {
        private final Host from;
        private final String journal;
        private final long sequenceBefore;
        private final List<?> entries;

        Write(Host from, String journal, long sequenceBefore, List<?> entries) {
            this.from = from;
            this.journal = journal;
            this.sequenceBefore = sequenceBefore;
            this.entries = entries;
            underway.add(this);
        }
    }

    void read(Host from, String id, Consumer<List<Object>> read, Runnable failed) {
        ask(from, () -> read.accept(journal.of(id)), failed);
    }

    void change(Host from, Consumer<RosterTable> change, Runnable done, Runnable failed) {
        ask(
                from,
                () -> {
                    change.accept(roster);
                    done.run();
                },
                failed);
    }

    void roster(Host from, Consumer<List<RosterEntry>> read, Runnable failed) {
        ask(from, () -> read.accept(roster.all()), failed);
    }

    private void ask(Host from, Runnable answered, Runnable failed) {
        Weather weather = world.weather();
        if (weather.storing(from) == Weather.Storing.STORES) {
            world.timeline().after(weather.storageMillis(), answered);
        } else {
            world.timeline().after(weather.storageFailsMillis(), failed);
        }
    }
}

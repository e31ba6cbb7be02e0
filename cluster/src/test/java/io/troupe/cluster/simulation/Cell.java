package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.workload.DepartedNode;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One actor in one run of a JVM, and its way to the world. */
final class Cell implements Site {
    private final World world;
    private final Host host;
    private final Runnable stopped;
    private @Nullable Actor actor;
    private boolean alive = true;

    /** @param stopped called when it stops by itself */
    Cell(World world, Host host, Runnable stopped) {
        this.world = world;
        this.host = host;
        this.stopped = stopped;
    }

    void inhabit(Actor inhabitant) {
        actor = inhabitant;
    }

    Host host() {
        return host;
    }

    boolean isAlive() {
        return alive;
    }

    /** It is gone at once, as when its JVM dies. */
    void kill() {
        alive = false;
    }

    void deliver(Object message, @Nullable ReturnAddress replyTo) {
        Actor receiver = actor;
        if (alive && receiver != null) {
            world.step(host, () -> receiver.receive(message, replyTo));
        }
    }

    void leave() {
        Actor leaver = actor;
        if (alive && leaver != null) {
            world.step(host, leaver::leave);
        }
    }

    private void guarded(Runnable act) {
        if (alive) {
            world.step(host, act);
        }
    }

    @Override
    public Instant now() {
        return host.now();
    }

    @Override
    public List<DepartedNode> departed() {
        return host.departed();
    }

    @Override
    public String unique() {
        return world.unique();
    }

    @Override
    public void tell(Address to, Object message, @Nullable ReturnAddress replyTo) {
        if (!alive) {
            return;
        }
        world.routes().tell(host, to, message, replyTo);
    }

    @Override
    public void answer(ReturnAddress to, Object message) {
        if (!alive) {
            return;
        }
        Cell asker = (Cell) to.asker();
        world.network()
                .send(
                        host,
                        asker.host,
                        message,
                        () -> asker.guarded(() -> to.deliver().accept(message)));
    }

    @Override
    public void tellDirectory(DirectoryUpdate update) {
        if (!alive) {
            return;
        }
        host.directory().update(update);
    }

    @Override
    public void store(String journal, long sequenceBefore, List<?> entries, Runnable stored, Runnable failed) {
        if (!alive) {
            return;
        }
        world.storage().store(host, journal, sequenceBefore, entries, () -> guarded(stored), () -> guarded(failed));
    }

    @Override
    public void read(String journal, Consumer<List<Object>> read, Runnable failed) {
        world.storage().read(host, journal, entries -> guarded(() -> read.accept(entries)), () -> guarded(failed));
    }

    @Override
    public void addToRoster(Collection<RosterEntry> entries, Runnable done, Runnable failed) {
        world.storage()
                .change(
                        host,
                        roster -> {
                            roster.add(entries);
                            world.tell("roster", () -> "has " + names(entries));
                        },
                        () -> guarded(done),
                        () -> guarded(failed));
    }

    @Override
    public void removeFromRoster(RosterEntry entry, Runnable done, Runnable failed) {
        world.storage()
                .change(
                        host,
                        roster -> {
                            roster.remove(entry);
                            world.tell("roster", () -> "has no more " + names(List.of(entry)));
                        },
                        () -> guarded(done),
                        () -> guarded(failed));
    }

    private static List<String> names(Collection<RosterEntry> entries) {
        return entries.stream().map(entry -> entry.kind() + " " + entry.id()).toList();
    }

    @Override
    public void readRoster(Consumer<List<RosterEntry>> read, Runnable failed) {
        world.storage().roster(host, entries -> guarded(() -> read.accept(entries)), () -> guarded(failed));
    }

    @Override
    public void searchDirectories(Consumer<DirectoryMessage.Answer> found) {
        world.routes().searchDirectories(host, answer -> guarded(() -> found.accept(answer)));
    }

    @Override
    public void after(Duration delay, Runnable act) {
        world.timeline().after(delay.toMillis(), () -> guarded(act));
    }

    @Override
    public void soon(Runnable act) {
        world.timeline().next(() -> guarded(act));
    }

    @Override
    public void crashPoint() {
        world.crashPoint(host);
    }

    @Override
    public void happened(Happening happening) {
        if (!alive) {
            return;
        }
        world.happened(happening);
    }

    @Override
    public void tell(Supplier<String> line) {
        world.tell(host, line);
    }

    @Override
    public void stop() {
        alive = false;
        stopped.run();
    }
}

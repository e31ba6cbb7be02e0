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

/** What an actor is given by its node. Whatever it asked to be called back for is forgotten when it stops or its JVM dies. */
public interface Site {
    /** By the clock of the node. */
    Instant now();

    /** A new unique text. */
    String unique();

    /** The nodes that have left the cluster, as this one knows. */
    List<DepartedNode> departed();

    void tell(Address to, Object message, @Nullable ReturnAddress replyTo);

    void answer(ReturnAddress to, Object message);

    void tellDirectory(DirectoryUpdate update);

    /** Calls {@code stored} once all entries are stored, or {@code failed}; then some or all may be stored nevertheless. */
    void store(String journal, long sequenceBefore, List<?> entries, Runnable stored, Runnable failed);

    void read(String journal, Consumer<List<Object>> read, Runnable failed);

    void addToRoster(Collection<RosterEntry> entries, Runnable done, Runnable failed);

    void removeFromRoster(RosterEntry entry, Runnable done, Runnable failed);

    void readRoster(Consumer<List<RosterEntry>> read, Runnable failed);

    /** What the directories of all nodes that answer know. */
    void searchDirectories(Consumer<DirectoryMessage.Answer> found);

    void after(Duration delay, Runnable act);

    /** What the actor sends itself: next in its mailbox. */
    void soon(Runnable act);

    /** Between any two things that an actor does one after the other, its machine may die. */
    void crashPoint();

    void happened(Happening happening);

    void tell(Supplier<String> line);

    void stop();
}

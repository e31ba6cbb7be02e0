package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Akka does for every entity with a journal: reads the journal first, later and later again if that fails; takes one message after the other, and
 * keeps for later what comes while something is read or stored; begins anew when something could not be stored; leaves between two messages.
 */
public final class JournaledMailbox {
    private final Site site;
    private final String journal;
    private final Limits limits;
    private final Entity entity;
    private final Deque<Mail> stash = new ArrayDeque<>();
    private boolean busy = true;
    private boolean leaving;
    private Duration retry;
    private long timer;

    /** Whose mailbox it is. */
    public interface Entity {
        /** Begins from these entries alone: what it knew beside them is void. */
        void recovered(List<Object> entries);

        void take(Object message, @Nullable ReturnAddress replyTo);

        /** What the directory is told when it leaves. */
        DirectoryUpdate left();
    }

    /** How soon a journal is read again, doubled each time; and how many messages wait at most, more are lost. */
    public record Limits(Duration retryMin, Duration retryMax, int stashMax) {
        public static final Limits DEFAULT = new Limits(Duration.ofMillis(200), Duration.ofSeconds(5), 1_000);
    }

    private record Mail(Object message, @Nullable ReturnAddress replyTo) {}

    public JournaledMailbox(Site site, String journal, Limits limits, Entity entity) {
        this.site = site;
        this.journal = journal;
        this.limits = limits;
        this.entity = entity;
        this.retry = limits.retryMin();
    }

    public void recover() {
        busy = true;
        site.read(journal, this::recovered, this::backOff);
    }

    private void recovered(List<Object> entries) {
        retry = limits.retryMin();
        entity.recovered(entries);
        free();
    }

    private void backOff() {
        disarm();
        site.after(retry, this::recover);
        var longer = retry.multipliedBy(2);
        retry = longer.compareTo(limits.retryMax()) > 0 ? limits.retryMax() : longer;
    }

    private void free() {
        busy = false;
        if (leaving) {
            leave();
            return;
        }
        while (!busy && !stash.isEmpty()) {
            var mail = stash.removeFirst();
            entity.take(mail.message(), mail.replyTo());
        }
    }

    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        if (!busy) {
            entity.take(message, replyTo);
        } else if (stash.size() < limits.stashMax()) {
            stash.addLast(new Mail(message, replyTo));
        }
    }

    public void leave() {
        leaving = true;
        if (!busy) {
            site.tellDirectory(entity.left());
            site.stop();
        }
    }

    public void store(long sequenceBefore, List<?> entries, Runnable stored) {
        busy = true;
        site.store(
                journal,
                sequenceBefore,
                entries,
                () -> {
                    stored.run();
                    free();
                },
                this::backOff);
    }

    /** Brings the signal after the delay, unless the mailbox is disarmed before. */
    public void arm(Object signal, Duration delay) {
        var armed = timer;
        site.after(delay, () -> {
            if (armed == timer) {
                receive(signal, null);
            }
        });
    }

    public void disarm() {
        timer++;
    }
}

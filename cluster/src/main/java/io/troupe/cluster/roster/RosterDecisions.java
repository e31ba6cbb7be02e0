package io.troupe.cluster.roster;

import io.troupe.persistence.roster.Roster;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the keeper does about the difference between what must live and what lives.
 *
 * <p>What is listed and does not live is woken, some at a time. What answers that it is over is taken off at once, unless its entry is young and it may
 * only just be made: an answer of an earlier round may be out of date. That it is in no directory does not suffice: a directory may not have
 * answered. What lives and is not listed is put on the list.
 */
final class RosterDecisions {
    static final int WAKING_MAX = 64;
    static final Duration RETRY_MIN = Duration.ofMillis(200);
    static final Duration RETRY_MAX = Duration.ofSeconds(5);
    static final Duration YOUNG_MAX = Duration.ofMinutes(1);

    private RosterDecisions() {}

    /** @param interval pause between rounds */
    static List<RosterEffect> decide(RosterState state, RosterInput input, Duration interval, Instant now) {
        List<RosterEffect> effects = new ArrayList<>();
        switch (input) {
            case RosterInput.Compared compared -> {
                compared(state, compared, now, effects);
                effects.add(new RosterEffect.LookAgain(interval));
            }
            case RosterInput.NotRead notRead -> {
                effects.add(new RosterEffect.LookAgain(state.retry));
                var longer = state.retry.multipliedBy(2);
                state.retry = longer.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : longer;
            }
            case RosterInput.Woken(RosterEntry entry, boolean over) -> {
                state.waking.remove(entry);
                if (!state.ready) {
                    state.answered.add(RosterKey.of(entry));
                }
                if (over && entry.since().plus(YOUNG_MAX).isBefore(now)) {
                    effects.add(new RosterEffect.Remove(entry));
                }
                wakeMore(state, effects);
            }
            case RosterInput.NotWoken(RosterEntry entry) -> {
                state.waking.remove(entry);
                state.toWake.addLast(entry);
                wakeMore(state, effects);
            }
        }
        return effects;
    }

    private static void compared(
            RosterState state, RosterInput.Compared compared, Instant now, List<RosterEffect> effects) {
        state.retry = RETRY_MIN;
        state.read = true;
        state.listed = compared.listed().size();
        addMissing(compared, now, effects);
        var missing = compared.listed().stream()
                .filter(entry -> !compared.living().contains(RosterKey.of(entry)))
                .toList();
        for (var entry : missing) {
            if (!state.waking.contains(entry) && !state.toWake.contains(entry)) {
                state.toWake.add(entry);
            }
        }
        wakeMore(state, effects);
    }

    /** What lives must be on the list; it may have been taken off while it was made anew. */
    private static void addMissing(RosterInput.Compared compared, Instant now, List<RosterEffect> effects) {
        var known = compared.listed().stream().map(RosterKey::of).collect(Collectors.toSet());
        var unlisted = compared.living().stream()
                .filter(key -> !known.contains(key))
                .limit(Roster.ENTRIES_MAX)
                .map(key -> new RosterEntry(key.kind(), key.id(), now))
                .toList();
        if (!unlisted.isEmpty()) {
            effects.add(new RosterEffect.Add(unlisted));
        }
    }

    private static void wakeMore(RosterState state, List<RosterEffect> effects) {
        while (state.waking.size() < WAKING_MAX && !state.toWake.isEmpty()) {
            var entry = state.toWake.removeFirst();
            state.waking.add(entry);
            effects.add(new RosterEffect.Wake(entry));
        }
        if (!state.ready && state.read && state.silent() == 0) {
            state.ready = true;
            state.answered.clear();
        }
    }
}

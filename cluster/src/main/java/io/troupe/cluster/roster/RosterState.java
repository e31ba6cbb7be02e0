package io.troupe.cluster.roster;

import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What the keeper has learned since it began. Changed in place, by {@link RosterDecisions} alone: all of it is learned again after a loss. */
final class RosterState {
    /** What does not live and has not been woken, in this order. */
    final LinkedHashSet<RosterEntry> toWake = new LinkedHashSet<>();

    /** What was woken and has not answered. */
    final Set<RosterEntry> waking = new HashSet<>();

    /** What has answered since the keeper began. */
    final Set<RosterKey> answered = new HashSet<>();

    Duration retry = RosterDecisions.RETRY_MIN;
    boolean read;
    boolean ready;
    int listed;

    /** Whether all that must live has been alive since this keeper began. */
    boolean isReady() {
        return ready;
    }

    /** How many are still to answer for the first time. */
    long silent() {
        return Stream.concat(toWake.stream(), waking.stream())
                .filter(entry -> !answered.contains(RosterKey.of(entry)))
                .count();
    }

    /** What is missing, for a person; empty when ready. */
    String waitingFor() {
        if (ready) {
            return "";
        }
        return read
                ? "recovering: " + silent() + " of " + listed + " workloads and deployments are not back yet"
                : "the list of what must live cannot be read yet";
    }
}

package io.troupe.cluster.workload;

/**
 * What a supervisor has said to others and heard from them since it recovered, as far as it matters and is not in the journal. Losing it costs a
 * repetition.
 *
 * @param demand what was demanded of the broker, and what it answered
 * @param said when what others may not have heard was last said again
 * @param drops what agents refused of what the broker had granted
 * @param refused the changes that were refused
 * @param line who waits for the lock
 * @param follow what was asked of the nodes, and what was heard
 * @param contact which nodes it can speak with
 * @param strangers whom it told to stop, because nobody knows them
 */
public record Exchange(
        LastDemand demand,
        LastSaid said,
        Drops drops,
        RefusedChanges refused,
        WaitingLine line,
        LastFollow follow,
        Contact contact,
        Strangers strangers) {
    /** Nothing said, nothing heard. */
    public static final Exchange NONE = new Exchange(
            LastDemand.NONE,
            LastSaid.NEVER,
            Drops.NONE,
            RefusedChanges.ALL_KNOWN,
            WaitingLine.EMPTY,
            LastFollow.NONE,
            Contact.NONE,
            Strangers.NONE);

    Exchange with(LastDemand next) {
        return new Exchange(next, said, drops, refused, line, follow, contact, strangers);
    }

    Exchange with(LastSaid next) {
        return new Exchange(demand, next, drops, refused, line, follow, contact, strangers);
    }

    Exchange with(Drops next) {
        return new Exchange(demand, said, next, refused, line, follow, contact, strangers);
    }

    Exchange with(RefusedChanges next) {
        return new Exchange(demand, said, drops, next, line, follow, contact, strangers);
    }

    Exchange with(WaitingLine next) {
        return new Exchange(demand, said, drops, refused, next, follow, contact, strangers);
    }

    Exchange with(LastFollow next) {
        return new Exchange(demand, said, drops, refused, line, next, contact, strangers);
    }

    Exchange with(Contact next) {
        return new Exchange(demand, said, drops, refused, line, follow, next, strangers);
    }

    Exchange with(Strangers next) {
        return new Exchange(demand, said, drops, refused, line, follow, contact, next);
    }
}

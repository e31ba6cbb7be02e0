package io.troupe.cluster.roster;

import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.persistence.roster.RosterEntry;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link RosterKeeper} does: read, compare, wake, add and remove. */
public final class KeeperStandIn implements Actor {
    private final Site site;
    private final Duration interval;
    private final Waking waking;
    private final RosterState state = new RosterState();

    /** Wakes one entity, and says whether nothing is left to do for it, or that it did not answer in time. */
    @FunctionalInterface
    public interface Waking {
        void wake(Site from, RosterEntry entry, Consumer<Boolean> answered, Runnable silent);
    }

    public KeeperStandIn(Site site, Duration interval, Waking waking) {
        this.site = site;
        this.interval = interval;
        this.waking = waking;
        round();
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        throw new IllegalArgumentException("nobody writes to the keeper, but " + message + " came");
    }

    private void round() {
        site.readRoster(
                entries -> site.searchDirectories(
                        answer -> take(new RosterInput.Compared(entries, RosterKey.living(answer.living())))),
                () -> take(new RosterInput.NotRead()));
    }

    private void take(RosterInput input) {
        RosterDecisions.decide(state, input, interval, site.now()).forEach(this::act);
    }

    private void act(RosterEffect effect) {
        site.crashPoint();
        switch (effect) {
            case RosterEffect.LookAgain(Duration after) -> site.after(after, this::round);
            case RosterEffect.Wake(RosterEntry entry) ->
                waking.wake(
                        site,
                        entry,
                        over -> take(new RosterInput.Woken(entry, over)),
                        () -> take(new RosterInput.NotWoken(entry)));
            case RosterEffect.Add add -> site.addToRoster(add.entries(), () -> {}, () -> {});
            case RosterEffect.Remove(RosterEntry entry) -> site.removeFromRoster(entry, () -> {}, () -> {});
        }
    }
}

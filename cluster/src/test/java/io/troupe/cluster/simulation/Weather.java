package io.troupe.cluster.simulation;

import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All misfortune: how late and how often things go wrong at this moment. When it calms down, everything works and answers soon. */
final class Weather {
    private static final long ENGINE_MILLIS_MAX = 20;

    /** No connection lives longer that carries nothing. */
    private static final long LATE_MILLIS_MAX = 20_000;

    private final World world;
    private final WorldSettings settings;
    private final Dice network;
    private final Dice storage;
    private final Dice engine;
    private boolean calm;
    private double loss;
    private double doubling;
    private long lateMillis;
    private int journalAway;
    private int journalSlow;

    enum Storing {
        STORES,
        FAILS,
        STORES_AND_FAILS
    }

    Weather(World world, WorldSettings settings) {
        this.world = world;
        this.settings = settings;
        this.network = new Dice(settings.seed(), "network");
        this.storage = new Dice(settings.seed(), "storage");
        this.engine = new Dice(settings.seed(), "engine");
        Dice drawn = new Dice(settings.seed(), "weather");
        loss = has(Fault.MESSAGE_LOST) ? drawn.between(1, 25) / 100.0 : 0;
        doubling = has(Fault.MESSAGE_DOUBLED) ? drawn.between(1, 25) / 100.0 : 0;
        lateMillis = has(Fault.MESSAGE_LATE) ? drawn.pick(List.of(50L, 500L, 3_000L, 10_000L)) : 0;
    }

    /** From now on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
        loss = 0;
        doubling = 0;
        lateMillis = 0;
        journalAway = 0;
        journalSlow = 0;
    }

    boolean isCalm() {
        return calm;
    }

    boolean has(Fault fault) {
        return !calm && settings.faults().contains(fault);
    }

    // The network.

    boolean losesMessage() {
        return loss > 0 && network.chance(loss);
    }

    boolean doublesMessage() {
        return doubling > 0 && network.chance(doubling);
    }

    long networkMillis() {
        long usual = network.between(1, 4);
        return lateMillis > 0 && network.chance(0.2)
                ? usual + Math.min(network.waiting(lateMillis), LATE_MILLIS_MAX)
                : usual;
    }

    /** Whether somebody has not heard yet that the broker is another one. */
    boolean writesToTheFormer() {
        return network.chance(0.4);
    }

    /** Until the others know of the agent of a new run. */
    long discoveryMillis() {
        return calm ? 100 : network.between(50, 3_000);
    }

    // The database.

    Storing storing(Host from) {
        if (calm) {
            return Storing.STORES;
        }
        if (journalAway > 0) {
            return has(Fault.JOURNAL_FAILS_AFTER_STORING) && storage.chance(0.1)
                    ? Storing.STORES_AND_FAILS
                    : Storing.FAILS;
        }
        if (has(Fault.JOURNAL_FAILS) && storage.chance(0.01)) {
            return Storing.FAILS;
        }
        return has(Fault.JOURNAL_FAILS_AFTER_STORING) && storage.chance(0.01)
                ? Storing.STORES_AND_FAILS
                : Storing.STORES;
    }

    long storageMillis() {
        return journalSlow > 0 ? storage.waiting(700) : storage.between(1, 4);
    }

    long storageFailsMillis() {
        return storage.between(1, 2_000);
    }

    void journalAway(boolean begins) {
        journalAway = Math.max(0, journalAway + (begins ? 1 : -1));
    }

    void journalSlow(boolean begins) {
        journalSlow = Math.max(0, journalSlow + (begins ? 1 : -1));
    }

    // The engines and what runs in them.

    long engineMillis() {
        return engine.between(1, ENGINE_MILLIS_MAX);
    }

    long pullMillis() {
        return has(Fault.PULL_SLOW) && engine.chance(0.2) ? engine.waiting(6_000) : 0;
    }

    boolean pullFails() {
        return has(Fault.START_REFUSED) && engine.chance(0.02);
    }

    /** Something that an engine does on its own, some time after it was asked. */
    void atEngine(Runnable act) {
        world.timeline().after(engineMillis(), act);
    }

    boolean listsSlowly() {
        return has(Fault.ENGINE_AWAY) && engine.chance(0.1);
    }

    /** It is never done and never answered. */
    boolean callGetsLost() {
        return has(Fault.CALL_LOST) && engine.chance(0.03);
    }

    boolean callIgnoresInterrupt() {
        return has(Fault.CALL_LOST) && engine.chance(0.5);
    }

    boolean refusesToStart() {
        return has(Fault.START_REFUSED) && engine.chance(0.05);
    }

    boolean hangsOnStop() {
        return has(Fault.CONTAINER_HANGS) && engine.chance(0.3);
    }

    boolean checkFails() {
        return has(Fault.CHECK_FAILS) && engine.chance(0.2);
    }

    long stopMillis(Duration grace) {
        return Math.min(engine.between(1, 300), grace.toMillis());
    }

    /** What becomes of a container that has just been started. */
    void fate(Host host, Container container) {
        String id = container.identity().id();
        if (has(Fault.CONTAINER_ENDS) && engine.chance(0.25)) {
            int exitCode = engine.pick(List.of(0, 1, 1, 139));
            after(
                    engine.waiting(engine.pick(List.of(50L, 2_000L, 30_000L))),
                    () -> host.engine().end(id, new Ending(exitCode, exitCode == 139)));
        }
        if (has(Fault.CONTAINER_VANISHES) && engine.chance(0.1)) {
            after(engine.waiting(10_000), () -> host.engine().vanish(id));
        }
    }

    private void after(long millis, Runnable act) {
        world.timeline().after(millis, () -> {
            if (!calm) {
                act.run();
            }
        });
    }

    // What comes over the world from time to time.

    void begin() {
        List<Storm> storms = new ArrayList<>(new Storms(world, this).all());
        for (Storm storm : storms) {
            if (has(storm.fault())) {
                arise(storm, new Dice(settings.seed(), storm.fault().name()));
            }
        }
    }

    private void arise(Storm storm, Dice dice) {
        after(dice.waiting(settings.intensity().toMillis()), () -> {
            storm.strike().accept(dice);
            arise(storm, dice);
        });
    }

    /** Something that strikes again and again. */
    record Storm(Fault fault, java.util.function.Consumer<Dice> strike) {}
}

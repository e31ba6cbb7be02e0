package io.troupe.cluster.simulation;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An actor of which there is one in the cluster: on the oldest node, or where the weather has moved it. */
final class Singleton<A extends Actor> {
    private final World world;
    private final String name;
    private final Function<Cell, A> make;
    private @Nullable Cell cell;
    private @Nullable A actor;
    private @Nullable Cell former;

    Singleton(World world, String name, Function<Cell, A> make) {
        this.world = world;
        this.name = name;
        this.make = make;
    }

    @Nullable Cell cell() {
        return cell;
    }

    @Nullable A actor() {
        return actor;
    }

    boolean livesOn(Host host) {
        return cell != null && cell.host() == host;
    }

    void start(Host host) {
        Cell fresh = new Cell(world, host, () -> {});
        cell = fresh;
        world.tell(host, () -> name + " starts");
        world.step(host, () -> {
            A made = make.apply(fresh);
            fresh.inhabit(made);
            actor = made;
        });
        world.routes().flush();
    }

    /** Its machine died; who writes to it does not know yet. */
    void die() {
        if (cell != null) {
            cell.kill();
        }
        actor = null;
    }

    /** The one that has been replaced and does not know it yet; null if there is none. */
    @Nullable Cell former() {
        return former != null && former.isAlive() ? former : null;
    }

    /** It goes on for a while, and what is sent to the new one waits. */
    void linger(long millis) {
        Cell lingering = cell;
        former = lingering;
        cell = null;
        actor = null;
        if (lingering != null) {
            world.timeline().after(millis, lingering::kill);
        }
    }

    /** It is gone; what is sent to it waits. */
    void stop() {
        if (cell != null) {
            cell.kill();
        }
        cell = null;
        actor = null;
    }
}

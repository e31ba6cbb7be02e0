package io.troupe.cluster.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is in the cluster, and what follows when somebody is not: does what the cluster's failure detector, its resolver of partitions and the
 * launcher of the JVMs do.
 *
 * <p>A node that cannot be reached for {@link #DOWN_AFTER_MILLIS} is given up. If it is cut off and not dead, it gives itself up at that time as
 * well, and comes back once it reaches the others; only later do its entities start elsewhere, so that none lives twice.
 */
final class Membership {
    static final long DOWN_AFTER_MILLIS = 5_000;
    static final long MARGIN_MILLIS = 2_000;
    private static final long BACK_MILLIS = 1_000;

    private final World world;
    private final Dice dice;

    Membership(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /** The JVM dies, and comes back after this time. */
    void crash(Host host, long backAfterMillis) {
        world.tell(host, () -> "the JVM dies");
        long run = host.run();
        world.die(host);
        world.timeline().after(DOWN_AFTER_MILLIS + MARGIN_MILLIS + dice.between(0, 3_000), () -> givenUp(host, run));
        world.timeline().after(backAfterMillis, () -> comeBack(host));
    }

    /** The node hands over what lives on it, then its JVM ends, and comes back after a while. */
    void leave(Host host, long millis, long backAfterMillis) {
        world.tell(host, () -> "leaves");
        handOver(host, millis, () -> crash(host, backAfterMillis));
    }

    /** The same, and it does not come back. */
    void leaveForEver(Host host, long millis) {
        world.tell(host, () -> "leaves for ever");
        handOver(host, millis, () -> {
            // Another may have been lost since it was asked to leave.
            if (world.canSpareOne()) {
                lose(host);
            } else {
                crash(host, BACK_MILLIS);
            }
        });
    }

    /** The machine is gone, and does not come back. */
    void lose(Host host) {
        world.lose(host);
        crash(host, 0);
    }

    private void handOver(Host host, long millis, Runnable leave) {
        List<Host> others = world.members().stream()
                .filter(other -> other != host && other.isUp())
                .toList();
        if (!others.isEmpty()) {
            for (int shard = 0; shard < Routes.SHARDS; shard++) {
                if (world.routes().home(shard) == host) {
                    world.routes().move(shard, dice.pick(others));
                }
            }
            handOver(world.broker(), host, others.getFirst());
            handOver(world.keeper(), host, others.getFirst());
        }
        long run = host.run();
        world.timeline().after(millis, () -> {
            if (host.isUp() && host.run() == run && !world.weather().isCalm()) {
                leave.run();
            }
        });
    }

    private void handOver(Singleton<?> singleton, Host from, Host to) {
        if (singleton.livesOn(from)) {
            singleton.stop();
            world.timeline().after(dice.between(50, 1_000), () -> place(singleton, to));
        }
    }

    private void givenUp(Host host, long run) {
        if (host.isUp() && host.run() != run) {
            return;
        }
        world.tell("cluster", () -> host + " is given up");
        spread(host, false);
        world.routes().forget(host);
        placeAll();
    }

    void comeBack(Host host) {
        if (host.isUp() || world.hasLost(host.id())) {
            return;
        }
        if (isCutOff(host)) {
            world.timeline().after(1_000, () -> comeBack(host));
            return;
        }
        // The others give up the former run when the new one joins.
        world.routes().forget(host);
        start(host);
    }

    void start(Host host) {
        world.tell(host, () -> "the JVM starts");
        host.start();
        world.routes().agentStarted(host);
        spread(host, true);
        placeAll();
        world.routes().flush();
    }

    /** The others learn one after the other whether the node is there. */
    private void spread(Host host, boolean present) {
        long run = host.run();
        for (Host other : world.members()) {
            long otherRun = other.run();
            world.timeline().after(world.weather().discoveryMillis(), () -> {
                if (other != host
                        && other.isUp()
                        && other.run() == otherRun
                        && host.run() == run
                        && (present || !host.isUp())) {
                    other.hears(host.id(), present);
                }
            });
        }
    }

    private void placeAll() {
        placeIfGone(world.broker());
        placeIfGone(world.keeper());
    }

    private void placeIfGone(Singleton<?> singleton) {
        Cell cell = singleton.cell();
        if (cell == null || !cell.isAlive()) {
            oldest().forEach(singleton::start);
        }
    }

    void place(Singleton<?> singleton, Host wanted) {
        if (singleton.cell() == null) {
            (wanted.isUp() ? List.of(wanted) : oldest()).forEach(singleton::start);
        }
    }

    private List<Host> oldest() {
        return world.members().stream().filter(Host::isUp).limit(1).toList();
    }

    /** Nothing gets through between the two groups for a while. */
    void cut(List<Host> some, List<Host> others, boolean bothWays, long millis) {
        world.tell(
                "weather", () -> some + (bothWays ? " and " : " to ") + others + " are cut off for " + millis + " ms");
        for (Host one : some) {
            for (Host other : others) {
                world.network().cut(one, other);
                if (bothWays) {
                    world.network().cut(other, one);
                }
            }
        }
        List<Host> weaker =
                some.size() < others.size() || some.size() == others.size() && dice.chance(0.5) ? some : others;
        List<Long> runs = weaker.stream().map(Host::run).toList();
        if (millis > DOWN_AFTER_MILLIS) {
            world.timeline().after(DOWN_AFTER_MILLIS, () -> down(weaker, runs));
        }
        world.timeline().after(millis, () -> mend(some, others, bothWays));
    }

    private void mend(List<Host> some, List<Host> others, boolean bothWays) {
        for (Host one : some) {
            for (Host other : others) {
                world.network().mend(one, other);
                if (bothWays) {
                    world.network().mend(other, one);
                }
            }
        }
    }

    private void down(List<Host> hosts, List<Long> runs) {
        if (world.weather().isCalm()) {
            return;
        }
        for (int index = 0; index < hosts.size(); index++) {
            Host host = hosts.get(index);
            long run = runs.get(index);
            if (host.isUp() && host.run() == run) {
                world.tell(host, () -> "gives itself up: it does not reach the others");
                world.die(host);
                world.timeline().after(MARGIN_MILLIS + dice.between(0, 2_000), () -> givenUp(host, run));
                world.timeline().after(MARGIN_MILLIS + dice.between(500, 3_000), () -> comeBack(host));
            }
        }
    }

    private boolean isCutOff(Host host) {
        List<Host> others = new ArrayList<>(world.members());
        others.remove(host);
        others.removeIf(other -> !other.isUp());
        long cut = others.stream()
                .filter(other -> world.network().isCutEitherWay(host, other))
                .count();
        return cut * 2 >= others.size() && cut > 0;
    }
}

package io.troupe.cluster.simulation;

import java.util.HashMap;
import java.util.Map;

/** Carries messages between machines: late, in any order, and, when the weather is bad, twice or not at all. */
final class Network {
    private final World world;
    private final Map<Host, Map<Host, Integer>> cuts = new HashMap<>();
    private long sent;

    Network(World world) {
        this.world = world;
    }

    /** How many messages left a machine. */
    long sent() {
        return sent;
    }

    boolean isCut(Host from, Host to) {
        return cuts.getOrDefault(from, Map.of()).getOrDefault(to, 0) > 0;
    }

    boolean isCutEitherWay(Host one, Host other) {
        return isCut(one, other) || isCut(other, one);
    }

    /** Nothing gets from one to the other until {@link #mend} was called as often. */
    void cut(Host from, Host to) {
        cuts.computeIfAbsent(from, any -> new HashMap<>()).merge(to, 1, Integer::sum);
    }

    void mend(Host from, Host to) {
        cuts.getOrDefault(from, new HashMap<>()).merge(to, -1, Integer::sum);
    }

    void mendAll() {
        cuts.clear();
    }

    /** Within a machine nothing is lost, and all comes in order. A message to a JVM that died since is lost. */
    void send(Host from, Host to, Object message, Runnable deliver) {
        if (from == to) {
            long same = to.run();
            Runnable heardHere = heard(from, to, message, deliver);
            world.timeline().next(() -> {
                if (to.isUp() && to.run() == same) {
                    heardHere.run();
                }
            });
            return;
        }
        sent++;
        Weather weather = world.weather();
        if (isCut(from, to) || weather.losesMessage()) {
            world.tell(from, () -> "lost on the way to " + to + ": " + Words.of(message));
            return;
        }
        long run = to.run();
        Runnable heard = heard(from, to, message, deliver);
        carry(from, to, run, heard);
        if (weather.doublesMessage()) {
            world.tell(from, () -> "doubled on the way to " + to + ": " + Words.of(message));
            carry(from, to, run, heard);
        }
    }

    private Runnable heard(Host from, Host to, Object message, Runnable deliver) {
        return () -> {
            world.tell(to, () -> "hears from " + from + ": " + Words.of(message));
            deliver.run();
        };
    }

    private void carry(Host from, Host to, long run, Runnable deliver) {
        world.timeline().after(world.weather().networkMillis(), () -> {
            // Whether its sender still lives does not matter: it may be long on its way, and wait with others who pass
            // it on.
            if (to.isUp() && to.run() == run && !isCut(from, to)) {
                deliver.run();
            }
        });
    }
}

package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How fast worlds of each size run, in one thread: what {@code bin/bench simulation} prints. */
final class Sizes {
    private static final List<Integer> NODES = List.of(1, 3, 10, 30, 100, 300);
    private static final int WORKLOADS_MAX = 100;

    private Sizes() {}

    /** @param quick whether a rough figure will do */
    static void print(boolean quick) {
        System.out.printf(
                Locale.ROOT,
                "%6s %9s %7s %12s %12s %9s %14s %12s%n",
                "nodes",
                "workloads",
                "worlds",
                "steps",
                "virtual s",
                "real s",
                "virtual s / s",
                "steps / s");
        measure(10, 1);
        for (int nodes : NODES) {
            int worlds = Math.max(1, (quick ? 20 : 200) / nodes);
            System.out.println(measure(nodes, worlds));
        }
    }

    private static String measure(int nodes, int worlds) {
        int workloads = Math.min(2 * nodes, WORKLOADS_MAX);
        long steps = 0;
        long virtualMillis = 0;
        long began = System.nanoTime();
        for (long seed = 1; seed <= worlds; seed++) {
            Simulation.Outcome outcome = Simulation.run(
                    WorldSettings.of(seed, nodes, workloads, Duration.ofMinutes(2)), Parts.PRODUCT, null);
            if (outcome.failure() != null) {
                throw new IllegalStateException(Report.of(outcome, true));
            }
            steps += outcome.steps();
            virtualMillis += outcome.virtualMillis();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return String.format(
                Locale.ROOT,
                "%6d %9d %7d %,12d %,12.0f %9.1f %,14.0f %,12.0f",
                nodes,
                workloads,
                worlds,
                steps,
                virtualMillis / 1e3,
                seconds,
                virtualMillis / 1e3 / seconds,
                steps / seconds);
    }
}

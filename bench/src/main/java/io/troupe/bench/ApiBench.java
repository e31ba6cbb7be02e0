package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;
import java.util.Locale;

/** Apps of one instance on the simulated engine: accepted changes and journal writes a second, and how long a POST takes. */
final class ApiBench {
    private static final int[] CLIENTS = {1, 16, 64};
    private static final int WARM_APPS = 300;

    private ApiBench() {}

    static void run(boolean quick) throws Exception {
        var apps = quick ? 200 : 1_000;
        var summary = new ArrayList<String>();
        try (var node = BenchNode.simulated();
                var journal = new JournalWrites(node)) {
            var cassandra = node.cassandraPid();
            var warm = ApiLoad.post(node, "warm", WARM_APPS, 16);
            node.awaitQuiet();
            print("warmed up with %d apps (%d refused)", WARM_APPS, warm.refused());
            print(
                    "%-8s %6s %11s %9s %9s %9s %11s %11s %14s %14s %8s",
                    "clients",
                    "apps",
                    "accepted/s",
                    "p50 ms",
                    "p99 ms",
                    "max ms",
                    "writes/app",
                    "writes/s",
                    "node ms/app",
                    "Cass. ms/app",
                    "refused");
            for (var clients : CLIENTS) {
                var writesBefore = journal.count();
                var nodeBefore = Cost.cpuMillis(node.pid());
                var cassandraBefore = Cost.cpuMillis(cassandra);
                var begun = System.nanoTime();
                var load = ApiLoad.post(node, "clients" + clients, apps, clients);
                var posted = (System.nanoTime() - begun) / 1e9;
                node.awaitQuiet();
                var all = (System.nanoTime() - begun) / 1e9;
                var writes = journal.count() - writesBefore;
                print(
                        "%-8d %6d %11.0f %9.1f %9.1f %9.1f %11.1f %11.0f %14.2f %14.2f %8d",
                        clients,
                        apps,
                        apps / posted,
                        load.millis(50),
                        load.millis(99),
                        load.millis(100),
                        writes / (double) apps,
                        writes / all,
                        (Cost.cpuMillis(node.pid()) - nodeBefore) / apps,
                        (Cost.cpuMillis(cassandra) - cassandraBefore) / apps,
                        load.refused());
                summary.add(String.format(
                        Locale.ROOT,
                        "%d clients %.0f accepted/s, %.0f journal writes/s, POST p50 %.1f ms, p99 %.1f ms",
                        clients,
                        apps / posted,
                        writes / all,
                        load.millis(50),
                        load.millis(99)));
            }
        }
        Machine.load("after");
        print("api%s: %s", quick ? " (quick)" : "", String.join("; ", summary));
    }
}

package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a node costs that has nothing to do: memory and CPU, without apps and with a thousand. */
final class IdleBench {
    private IdleBench() {}

    static void run(boolean quick) throws Exception {
        var seconds = quick ? 10 : 60;
        var summary = new ArrayList<String>();
        try (var node = BenchNode.simulated()) {
            var cassandra = node.cassandraPid();
            print(
                    "%-6s %14s %12s %20s %18s",
                    "apps", "node RSS MiB", "node CPU %", "Cassandra RSS MiB", "Cassandra CPU %");
            for (var apps : new int[] {0, 1_000}) {
                if (apps > 0) {
                    ApiLoad.post(node, "idle", apps, 16);
                    node.awaitQuiet();
                }
                pause(quick ? 5 : 40);
                var nodeCpu = Cost.cpuMillis(node.pid());
                var cassandraCpu = Cost.cpuMillis(cassandra);
                pause(seconds);
                var nodePercent = (Cost.cpuMillis(node.pid()) - nodeCpu) / seconds / 10;
                var nodeMib = Cost.residentMib(node.pid());
                print(
                        "%-6d %14.0f %12.2f %20.0f %18.2f",
                        apps,
                        nodeMib,
                        nodePercent,
                        Cost.residentMib(cassandra),
                        (Cost.cpuMillis(cassandra) - cassandraCpu) / seconds / 10);
                summary.add(
                        String.format(Locale.ROOT, "%d apps: %.0f MiB, %.2f%% of a core", apps, nodeMib, nodePercent));
            }
        }
        Machine.load("after");
        print("idle%s, node's JVM over %d s: %s", quick ? " (quick)" : "", seconds, String.join("; ", summary));
    }

    private static void pause(int seconds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}

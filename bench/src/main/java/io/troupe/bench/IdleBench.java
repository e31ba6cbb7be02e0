package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a node costs that has nothing to do: memory and CPU, without apps and with a thousand. */
final class IdleBench {
    private IdleBench() {}

    static void run(boolean quick) throws Exception {
        var seconds = quick ? 10 : 60;
        var summary = new StringBuilder();
        try (var node = BenchNode.start(BenchNode.scratch(), "--simulated-engine", "--cpus=1000", "--mem=1000000")) {
            print(
                    "%-6s %14s %12s %20s %18s",
                    "apps", "node RSS MiB", "node CPU %", "Cassandra RSS MiB", "Cassandra CPU %");
            for (var apps : new int[] {0, 1_000}) {
                if (apps > 0) {
                    ApiBench.create(node, "idle", apps);
                }
                pause(quick ? 5 : 40);
                var cassandra = node.cassandraPid();
                var nodeCpu = Cost.cpuMillis(node.pid());
                var cassandraCpu = Cost.cpuMillis(cassandra);
                pause(seconds);
                var nodePercent = (Cost.cpuMillis(node.pid()) - nodeCpu) / seconds / 10;
                print(
                        "%-6d %14.0f %12.2f %20.0f %18.2f",
                        apps,
                        Cost.residentMib(node.pid()),
                        nodePercent,
                        Cost.residentMib(cassandra),
                        (Cost.cpuMillis(cassandra) - cassandraCpu) / seconds / 10);
                summary.append(summary.isEmpty() ? "" : "; ")
                        .append(String.format(
                                java.util.Locale.ROOT,
                                "%d apps: %.0f MiB, %.2f%% of a core",
                                apps,
                                Cost.residentMib(node.pid()),
                                nodePercent));
            }
        }
        print("idle%s: %s", quick ? " (quick)" : "", summary);
    }

    private static void pause(int seconds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}

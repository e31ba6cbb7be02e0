package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;

/** How long {@code troupe app list} takes as a whole process, beside a JVM that does nothing. */
final class CliBench {
    private CliBench() {}

    static void run(boolean quick) throws Exception {
        var rounds = quick ? 10 : 40;
        var troupe = System.getProperty("troupe.bin") + "/troupe";
        var java = System.getProperty("java.home") + "/bin/java";
        try (var node = BenchNode.start(BenchNode.scratch(), "--simulated-engine", "--cpus=1000", "--mem=1000000")) {
            ApiBench.create(node, "cli", 10);
            var list = new ArrayList<Cost>();
            var floor = new ArrayList<Cost>();
            for (var round = 0; round < rounds; round++) {
                list.add(Cost.of(() -> Shell.run(troupe, "--url", node.url(), "app", "list")));
                floor.add(Cost.of(() -> Shell.run(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-version")));
            }
            var ours = Cost.median(list);
            var least = Cost.median(floor);
            print("troupe app list (10 apps)  %6.0f ms wall, %6.0f CPU-ms", ours.wallMillis(), ours.cpuMillis());
            print("java -version              %6.0f ms wall, %6.0f CPU-ms", least.wallMillis(), least.cpuMillis());
            print(
                    "cli%s, medians of %d: app list %.0f ms, %.2f x a JVM that does nothing",
                    quick ? " (quick)" : "", rounds, ours.wallMillis(), ours.wallMillis() / least.wallMillis());
        }
    }
}

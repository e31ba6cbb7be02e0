package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;

/** How long {@code troupe app list} takes as a whole process, beside a JVM that does nothing. */
final class CliBench {
    private static final int APPS = 10;

    private CliBench() {}

    static void run(boolean quick) throws Exception {
        var rounds = quick ? 10 : 40;
        var troupe = System.getProperty("troupe.bin") + "/troupe";
        var java = System.getProperty("java.home") + "/bin/java";
        var self = ProcessHandle.current().pid();
        try (var node = BenchNode.simulated()) {
            for (var app = 0; app < APPS; app++) {
                node.create(Bodies.simulated("/cli/app" + app));
            }
            node.awaitQuiet();
            var list = new ArrayList<Cost>();
            var floor = new ArrayList<Cost>();
            for (var round = 0; round < rounds; round++) {
                list.add(Cost.of(
                        () -> Cost.cpuMillisOfChildren(self),
                        () -> Shell.run(troupe, "--url", node.url(), "app", "list")));
                floor.add(Cost.of(
                        () -> Cost.cpuMillisOfChildren(self),
                        () -> Shell.run(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-version")));
            }
            var ours = Cost.typical(list);
            var least = Cost.typical(floor);
            print("%-28s %8s %8s %8s", "", "wall ms", "least", "CPU-ms");
            print(
                    "%-28s %8.0f %8.0f %8.0f",
                    "troupe app list (10 apps)", ours.wallMillis(), Cost.wallMin(list), ours.cpuMillis());
            print(
                    "%-28s %8.0f %8.0f %8.0f",
                    "java -version", least.wallMillis(), Cost.wallMin(floor), least.cpuMillis());
            Machine.load("after");
            print(
                    "cli%s, medians of %d: app list %.0f ms, %.2f x a JVM that does nothing",
                    quick ? " (quick)" : "", rounds, ours.wallMillis(), ours.wallMillis() / least.wallMillis());
        }
    }
}

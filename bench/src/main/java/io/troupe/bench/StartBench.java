package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** From {@code bin/troupe up} to a ready API and to the first container: on an empty directory, again, and with Cassandra running already. */
final class StartBench {
    private static final Pattern PHASE = Pattern.compile(" +([0-9.]+) s  (.*?)(?: \\(.*| on http.*)?");

    private final String what;
    private final List<Cost> ready = new ArrayList<>();
    private final List<Double> container = new ArrayList<>();
    private final Map<String, List<Double>> phases = new LinkedHashMap<>();

    private StartBench(String what) {
        this.what = what;
    }

    static void run(boolean quick) throws Exception {
        var cold = new StartBench("cold (empty directory)");
        var warm = new StartBench("warm");
        var adopting = new StartBench("Cassandra runs already");
        try (var engine = BenchEngine.open()) {
            for (var round = 0; round < (quick ? 2 : 7); round++) {
                var data = BenchNode.scratch();
                cold.measure(data, engine).stop(false);
                // Only the JVM dies; Cassandra runs on and is taken over by the next.
                warm.measure(data, engine).stop(true);
                adopting.measure(data, engine).close();
            }
        }
        var all = List.of(cold, warm, adopting);
        print("%-24s %10s %10s %24s", "ms", "ready", "CPU-ms", "to the first container");
        all.forEach(StartBench::row);
        print("");
        print("%-48s %8s %8s %8s", "phase, ms", "cold", "warm", "adopted");
        for (var phase : cold.phases.keySet()) {
            print("%-48s %8.0f %8.0f %8.0f", phase, cold.phase(phase), warm.phase(phase), adopting.phase(phase));
        }
        print(
                "start%s, medians of %d: %s",
                quick ? " (quick)" : "",
                cold.ready.size(),
                String.join("; ", all.stream().map(StartBench::summary).toList()));
    }

    private BenchNode measure(java.nio.file.Path data, BenchEngine engine) throws Exception {
        var begun = System.nanoTime();
        var node = BenchNode.start(data, "--docker-host=" + engine.host());
        var cost = new Cost((System.nanoTime() - begun) / 1e6, Cost.cpuMillis(node.pid()));
        node.create(Bodies.container("/first", 1));
        node.awaitRunning("/first", 1);
        container.add((System.nanoTime() - begun) / 1e6);
        ready.add(cost);
        note(node, cost.wallMillis());
        node.awaitQuiet();
        node.delete("/first");
        node.awaitQuiet();
        return node;
    }

    private void note(BenchNode node, double wallMillis) throws IOException {
        var rest = wallMillis;
        for (var line : node.said()) {
            var phase = PHASE.matcher(line);
            if (phase.matches()) {
                var millis = Double.parseDouble(phase.group(1)) * 1000;
                rest -= millis;
                phases.computeIfAbsent(phase.group(2), first -> new ArrayList<>())
                        .add(millis);
            }
        }
        phases.computeIfAbsent("the rest: script, JVM, settings", first -> new ArrayList<>())
                .add(rest);
    }

    private void row() {
        var typical = Cost.typical(ready);
        print("%-24s %10.0f %10.0f %24.0f", what, typical.wallMillis(), typical.cpuMillis(), median(container));
    }

    private double phase(String name) {
        return median(phases.getOrDefault(name, List.of(0.0)));
    }

    private String summary() {
        return String.format(
                java.util.Locale.ROOT,
                "%s %.0f ms to ready, %.0f ms to a container",
                what,
                Cost.typical(ready).wallMillis(),
                median(container));
    }

    private static double median(List<Double> values) {
        return Cost.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

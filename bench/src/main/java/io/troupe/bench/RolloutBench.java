package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A rolling upgrade: from the request to all instances being of the new version and no other left. Troupe with half of them to stay ready and half more to exist, and
 * {@code docker service update} with the same parallelism, new ones first; on the same engine, image and network, one after the other, in turns. The first round is not counted.
 */
final class RolloutBench {
    private static final String APP = "/bench";

    private final BenchNode node;
    private final BenchEngine engine;
    private final long cassandra;
    private int version;

    private RolloutBench(BenchNode node, BenchEngine engine) {
        this.node = node;
        this.engine = engine;
        this.cassandra = node.cassandraPid();
    }

    /** Who upgrades. */
    private enum Upgrader {
        TROUPE("Troupe"),
        SWARM("Swarm");

        private final String shown;

        Upgrader(String shown) {
            this.shown = shown;
        }
    }

    static void run(boolean quick) throws Exception {
        var size = quick ? 20 : 100;
        try (var engine = BenchEngine.open();
                var node = BenchNode.start(
                        BenchNode.scratch(), "--cpus=100", "--mem=20000", "--docker-host=" + engine.host())) {
            engine.beginSwarm();
            print("engine: Docker %s, its own, with Swarm mode on", engine.version());
            new RolloutBench(node, engine).table(size, quick ? 2 : 5, quick);
        }
    }

    private void table(int size, int rounds, boolean quick) throws Exception {
        var costs = new EnumMap<Upgrader, List<Cost>>(Upgrader.class);
        for (var round = 0; round <= rounds; round++) {
            for (var upgrader : round % 2 == 0 ? Upgrader.values() : reversed()) {
                var cost = upgrade(upgrader, size);
                if (round > 0) {
                    costs.computeIfAbsent(upgrader, first -> new ArrayList<>()).add(cost);
                }
            }
        }
        print("%-6s %-9s %6s %9s %9s %9s", "n", "who", "runs", "wall ms", "least", "CPU-ms");
        for (var upgrader : Upgrader.values()) {
            var all = costs.getOrDefault(upgrader, List.of());
            var typical = Cost.typical(all);
            print(
                    "%-6d %-9s %6d %9.0f %9.0f %9.0f",
                    size, upgrader.shown, all.size(), typical.wallMillis(), Cost.wallMin(all), typical.cpuMillis());
        }
        print("rollout%s, medians: %s", quick ? " (quick)" : "", summary(size, costs));
    }

    private static Upgrader[] reversed() {
        return new Upgrader[] {Upgrader.SWARM, Upgrader.TROUPE};
    }

    private static String summary(int size, Map<Upgrader, List<Cost>> costs) {
        var ours = Cost.typical(costs.getOrDefault(Upgrader.TROUPE, List.of()));
        var theirs = Cost.typical(costs.getOrDefault(Upgrader.SWARM, List.of()));
        return String.format(Locale.ROOT, "%d: %.2f x Swarm", size, ours.wallMillis() / theirs.wallMillis());
    }

    /** Each starts on an empty engine and leaves one. */
    private Cost upgrade(Upgrader upgrader, int size) throws Exception {
        return switch (upgrader) {
            case TROUPE -> {
                node.create(Bodies.rolling(APP, size, ++version));
                node.awaitRunning(APP, size);
                node.awaitQuiet();
                var cost = measured(() -> {
                    var body = Bodies.rolling(APP, size, ++version);
                    var answer = node.call("PUT", "/v2/apps" + APP, body);
                    if (answer.status() != 200) {
                        throw new IllegalStateException("the node answered " + answer);
                    }
                    node.awaitQuiet();
                });
                node.delete(APP);
                node.awaitQuiet();
                engine.removeContainers();
                yield cost;
            }
            case SWARM -> {
                engine.startService(size);
                var cost = measured(() -> engine.updateService(size, size / 2));
                engine.removeService();
                yield cost;
            }
        };
    }

    private Cost measured(Cost.Work work) throws Exception {
        var before = engine.cpuMillis();
        var own = Cost.of(() -> Cost.cpuMillis(node.pid()) + Cost.cpuMillis(cassandra), work);
        return new Cost(own.wallMillis(), own.cpuMillis() + engine.cpuMillis() - before);
    }
}

package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the request to all containers running: Troupe, a parallel loop over the raw Engine API, and Docker Swarm. All three use the same engine, image
 * and network (the host's), one after the other in each round, in an order that turns. The first round of a size is not counted.
 */
final class ContainersBench {
    /** The first containers of a node are started by code that has hardly run yet, the later ones by compiled code. */
    private static final List<Table> WHOLE = List.of(
            new Table("1, new", 1, 10), new Table("1", 1, 25), new Table("20", 20, 9), new Table("100", 100, 5));

    private static final List<Table> QUICK = List.of(new Table("1, new", 1, 3), new Table("20", 20, 3));

    private final BenchNode node;
    private final BenchEngine engine;
    private final long cassandra;

    private ContainersBench(BenchNode node, BenchEngine engine) {
        this.node = node;
        this.engine = engine;
        this.cassandra = node.cassandraPid();
    }

    /** Who starts the containers. */
    private enum Starter {
        TROUPE("Troupe"),
        RAW("raw loop"),
        SWARM("Swarm");

        private final String shown;

        Starter(String shown) {
            this.shown = shown;
        }
    }

    /** So many containers at once, so many times. */
    private record Table(String name, int size, int rounds) {}

    /** What one start cost: all together, and the engine's part of the CPU time. */
    private record Start(Cost all, double engineMillis) {}

    static void run(boolean quick) throws Exception {
        var summary = new ArrayList<String>();
        try (var engine = BenchEngine.open();
                var node = BenchNode.start(
                        BenchNode.scratch(), "--cpus=100", "--mem=20000", "--docker-host=" + engine.host())) {
            engine.beginSwarm();
            var bench = new ContainersBench(node, engine);
            print("engine: Docker %s, its own, with Swarm mode on", engine.version());
            print(
                    "%-6s %-9s %6s %9s %9s %9s %12s %12s %8s %9s",
                    "n", "who", "runs", "wall ms", "least", "CPU-ms", "of it engine", "starter", "to raw", "to Swarm");
            for (var table : quick ? QUICK : WHOLE) {
                summary.add(bench.table(table));
            }
        }
        print("containers%s, medians: %s", quick ? " (quick)" : "", String.join("; ", summary));
    }

    private String table(Table table) throws Exception {
        var size = table.size();
        var starts = new EnumMap<Starter, List<Start>>(Starter.class);
        var order = new ArrayList<>(List.of(Starter.values()));
        for (var round = 0; round <= table.rounds(); round++) {
            for (var starter : order) {
                var start = start(starter, size);
                if (round > 0) {
                    starts.computeIfAbsent(starter, first -> new ArrayList<>()).add(start);
                }
            }
            Collections.rotate(order, 1);
        }
        var raw = typical(starts, Starter.RAW);
        var swarm = typical(starts, Starter.SWARM);
        for (var starter : Starter.values()) {
            var cost = typical(starts, starter);
            var counted = starts.getOrDefault(starter, List.of());
            var all = counted.stream().map(Start::all).toList();
            var engineMillis =
                    counted.stream().mapToDouble(Start::engineMillis).average().orElse(0);
            print(
                    "%-6s %-9s %6d %9.0f %9.0f %9.0f %12.0f %12.0f %8.2f %9.2f",
                    table.name(),
                    starter.shown,
                    table.rounds(),
                    cost.wallMillis(),
                    Cost.wallMin(all),
                    cost.cpuMillis(),
                    engineMillis,
                    cost.cpuMillis() - engineMillis,
                    cost.wallMillis() / raw.wallMillis(),
                    cost.wallMillis() / swarm.wallMillis());
        }
        var ours = typical(starts, Starter.TROUPE);
        return String.format(
                Locale.ROOT,
                "%s: %.2f x raw (%+.0f ms), %.2f x Swarm",
                table.name(),
                ours.wallMillis() / raw.wallMillis(),
                ours.wallMillis() - raw.wallMillis(),
                ours.wallMillis() / swarm.wallMillis());
    }

    private static Cost typical(Map<Starter, List<Start>> starts, Starter starter) {
        return Cost.typical(
                starts.getOrDefault(starter, List.of()).stream().map(Start::all).toList());
    }

    private Start start(Starter starter, int size) throws Exception {
        return switch (starter) {
            case TROUPE -> {
                var cost = measured(this::nodeMillis, () -> {
                    node.create(Bodies.container("/bench", size));
                    node.awaitRunning("/bench", size);
                });
                node.awaitQuiet();
                node.delete("/bench");
                node.awaitQuiet();
                // The node keeps what has ended for a while; the others begin on an empty engine, so it does too.
                engine.removeContainers();
                yield cost;
            }
            case RAW -> {
                var cost = measured(Cost::ownCpuMillis, () -> engine.startContainers(size));
                engine.removeContainers();
                yield cost;
            }
            case SWARM -> {
                var cost = measured(() -> 0, () -> engine.startService(size));
                engine.removeService();
                yield cost;
            }
        };
    }

    private Start measured(Cost.Meter starter, Cost.Work work) throws Exception {
        var engineBefore = engine.cpuMillis();
        var own = Cost.of(starter, work);
        var engineMillis = engine.cpuMillis() - engineBefore;
        return new Start(new Cost(own.wallMillis(), own.cpuMillis() + engineMillis), engineMillis);
    }

    /** The node's and its database's. */
    private double nodeMillis() throws java.io.IOException {
        return Cost.cpuMillis(node.pid()) + Cost.cpuMillis(cassandra);
    }
}

package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A group of 50 apps in five tiers, each app depending on one of the tier before, on the simulated engine: made, tried, changed, scaled, deleted. */
final class GroupBench {
    private static final int TIERS = 5;
    private static final int APPS_IN_TIER = 10;
    private static final int APPS = TIERS * APPS_IN_TIER;

    private final BenchNode node;
    private final List<Row> rows = new ArrayList<>();

    /** One kind of change, and what each round of it took. */
    private record Row(String what, List<Cost> costs) {}

    private GroupBench(BenchNode node) {
        this.node = node;
    }

    static void run(boolean quick) throws Exception {
        try (var node = BenchNode.simulated()) {
            var bench = new GroupBench(node);
            for (var round = 0; round < (quick ? 2 : 7); round++) {
                bench.round(round);
            }
            print("%-44s %10s %10s %12s", "50 apps in 5 tiers", "ms", "CPU-ms", "ms an app");
            bench.rows.forEach(GroupBench::row);
            print(
                    "group%s, medians of %d: %s",
                    quick ? " (quick)" : "",
                    bench.rows.getFirst().costs().size(),
                    bench.rows.stream().map(GroupBench::summary).collect(Collectors.joining("; ")));
        }
    }

    private void round(int round) throws Exception {
        measure("created, until all run", () -> change("POST", "/v2/groups", group("sleep 1000")));
        measure("tried (dryRun)", () -> ask("PUT", "/v2/groups/bench?dryRun=true", group("sleep 2000")));
        measure("put again without a change", () -> change("PUT", "/v2/groups/bench", group("sleep 1000")));
        measure("changed, until all are replaced", () -> change("PUT", "/v2/groups/bench", group("sleep 2000")));
        measure("scaled by 2", () -> change("PUT", "/v2/groups/bench", "{\"scaleBy\": 2}"));
        measure("read with all apps", () -> ask("GET", "/v2/groups/bench", ""));
        measure("deleted, dependents first", () -> change("DELETE", "/v2/groups/bench", ""));
        print("round %d done", round + 1);
    }

    private void measure(String what, Cost.Work work) throws Exception {
        var cost = Cost.of(() -> Cost.cpuMillis(node.pid()), work);
        rows.stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseGet(() -> {
                    var row = new Row(what, new ArrayList<>());
                    rows.add(row);
                    return row;
                })
                .costs()
                .add(cost);
    }

    private void change(String method, String path, String body) throws IOException {
        ask(method, path, body);
        node.awaitQuiet();
    }

    private void ask(String method, String path, String body) throws IOException {
        var answer = node.call(method, path, body);
        if (answer.status() >= 300) {
            throw new IllegalStateException(method + " " + path + " answered " + answer);
        }
    }

    private static String group(String command) {
        return IntStream.range(0, TIERS)
                .mapToObj(tier -> tier(tier, command))
                .collect(Collectors.joining(",", "{\"id\":\"/bench\",\"groups\":[", "]}"));
    }

    private static String tier(int tier, String command) {
        return IntStream.range(0, APPS_IN_TIER)
                .mapToObj(number -> app(tier, number, command))
                .collect(Collectors.joining(",", "{\"id\":\"tier" + tier + "\",\"apps\":[", "]}"));
    }

    private static String app(int tier, int number, String command) {
        var dependencies = tier == 0 ? "" : "\"/bench/tier" + (tier - 1) + "/app" + number + "\"";
        return """
                {"id":"app%d","cmd":"%s","cpus":0.001,"mem":1,"portDefinitions":[],"dependencies":[%s]}""".formatted(number, command, dependencies);
    }

    private static void row(Row row) {
        var typical = Cost.typical(row.costs());
        print(
                "%-44s %10.1f %10.1f %12.2f",
                row.what(), typical.wallMillis(), typical.cpuMillis(), typical.wallMillis() / APPS);
    }

    private static String summary(Row row) {
        return String.format(
                java.util.Locale.ROOT,
                "%s %.0f ms",
                row.what(),
                Cost.typical(row.costs()).wallMillis());
    }
}

package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Events a second to a hundred clients: without and with one among them that reads a thousand times slower than the others. */
final class EventsBench {
    private static final int CLIENTS = 100;
    private static final int INSTANCES = 500;
    private static final long SLOW_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private EventsBench() {}

    static void run(boolean quick) throws Exception {
        var rounds = quick ? 2 : 10;
        print(
                "%-6s %10s %10s %14s %16s %14s %14s %14s",
                "slow", "clients", "events", "wall s", "told a second", "last hears ms", "node CPU-s", "slow hears s");
        try (var node = BenchNode.simulated()) {
            // Who begins to listen in the midst of it hears more than who begins after it.
            try (var first = EventClient.open(node.url(), 0)) {
                Wait.until("it listens", first::began);
                node.create(body(0));
                first.await(1);
            }
            measure(node, 1, false);
            var without = measure(node, rounds, false);
            var with = measure(node, rounds, true);
            Machine.load("after");
            print(
                    "events%s, %d clients: %.0f events/s told to all together, %.0f with a slow one among them; none lost, none twice",
                    quick ? " (quick)" : "", CLIENTS, without, with);
        }
    }

    private static double measure(BenchNode node, int rounds, boolean slow) throws Exception {
        var clients = new ArrayList<EventClient>();
        try {
            for (var count = 0; count < CLIENTS - (slow ? 1 : 0); count++) {
                clients.add(EventClient.open(node.url(), 0));
            }
            var sleeper = slow ? EventClient.open(node.url(), SLOW_PAUSE_NANOS) : null;
            if (sleeper != null) {
                clients.add(sleeper);
            }
            Wait.until("all listen", () -> clients.stream().allMatch(EventClient::began));
            var cpu = Cost.cpuMillis(node.pid());
            var begun = System.nanoTime();
            for (var round = 0; round < rounds; round++) {
                scale(node, INSTANCES);
                scale(node, 0);
            }
            var quiet = System.nanoTime();
            var fast = clients.subList(0, clients.size() - (slow ? 1 : 0));
            for (var client : fast) {
                client.await(2 * rounds);
            }
            var heard = fast.stream().mapToLong(EventClient::heardNanos).max().orElseThrow();
            var wall = (heard - begun) / 1e9;
            var lag = (heard - quiet) / 1e6;
            var used = (Cost.cpuMillis(node.pid()) - cpu) / 1000;
            var slowHears = 0.0;
            if (sleeper != null) {
                sleeper.await(2 * rounds);
                slowHears = (sleeper.heardNanos() - begun) / 1e9;
            }
            var events = clients.getFirst().events();
            same(clients, events);
            var told = events * fast.size() / wall;
            print(
                    "%-6s %10d %10d %14.1f %16.0f %14.0f %14.1f %14.1f",
                    slow ? "one" : "none", CLIENTS, events, wall, told, lag, used, slowHears);
            return told;
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private static void same(List<EventClient> clients, long events) {
        for (var client : clients) {
            if (client.events() != events || !client.fault().isEmpty()) {
                throw new IllegalStateException(
                        "a client heard " + client.events() + " of " + events + " events " + client.fault());
            }
        }
    }

    private static void scale(BenchNode node, int instances) throws Exception {
        try (var http = node.connect()) {
            var answer = http.call("PUT", "/v2/apps/events", "{\"instances\":" + instances + "}");
            if (answer.status() != 200) {
                throw new IllegalStateException("refused: " + answer);
            }
        }
        node.awaitQuiet();
    }

    private static String body(int instances) {
        return """
                {"id":"/events","cmd":"serve","cpus":0.001,"mem":1,"instances":%d,"portDefinitions":[]}
                """.formatted(instances);
    }
}

package io.troupe.bench;

import static io.troupe.bench.Cost.print;

/** From {@code troupe up} to a ready API and to the first container: on an empty directory, again, and with Cassandra running already. */
final class StartBench {
    private StartBench() {}

    static void run(boolean quick) throws Exception {
        var data = BenchNode.scratch();
        var summary = new StringBuilder();
        BenchNode last = null;
        for (var kind : new String[] {"cold (empty directory)", "warm", "warm, Cassandra runs already"}) {
            var started = new BenchNode[1];
            var ready = Cost.of(() -> started[0] = BenchNode.start(data));
            var node = started[0];
            var container = Cost.of(() -> {
                node.create(Bodies.container("/first", 1));
                node.awaitRunning("/first", 1);
            });
            print(
                    "%s: ready after %.0f ms (%.0f CPU-ms), first container %.0f ms later",
                    kind, ready.wallMillis(), ready.cpuMillis(), container.wallMillis());
            node.said().stream().filter(line -> line.matches(" +[0-9.]+ s .*")).forEach(System.out::println);
            summary.append(summary.isEmpty() ? "" : "; ")
                    .append(kind)
                    .append(' ')
                    .append(Math.round(ready.wallMillis()))
                    .append(" ms to ready, ")
                    .append(Math.round(ready.wallMillis() + container.wallMillis()))
                    .append(" ms to a container");
            node.delete("/first");
            last = node;
            if (kind.equals("warm")) {
                // Only the JVM dies; Cassandra runs on and is taken over.
                ProcessHandle.of(node.pid()).ifPresent(ProcessHandle::destroyForcibly);
                node.stop();
            } else {
                node.stop();
            }
        }
        if (last != null) {
            last.close();
        }
        print("start%s: %s", quick ? " (quick)" : "", summary);
    }
}

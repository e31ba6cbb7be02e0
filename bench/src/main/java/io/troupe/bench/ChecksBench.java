package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What 5,000 checks at one second cost a node: HTTP and TCP, beside the same instances without checks. */
final class ChecksBench {
    private static final int APPS = 50;
    private static final int INSTANCES = 100;

    private ChecksBench() {}

    static void run(boolean quick) throws Exception {
        var seconds = quick ? 10 : 60;
        var instances = quick ? 20 : INSTANCES;
        print(
                "%-6s %10s %14s %16s %14s %14s",
                "check", "instances", "node CPU %", "tries a second", "healthy", "RSS MiB");
        try (var server = new CheckedServer(APPS);
                var node = BenchNode.simulated()) {
            var plain = measure(node, server, "none", instances, seconds);
            var http = measure(node, server, "MESOS_HTTP", instances, seconds);
            var tcp = measure(node, server, "MESOS_TCP", instances, seconds);
            Machine.load("after");
            print(
                    "checks%s, %d instances, one check each a second, node's JVM over %d s:"
                            + " %.1f%% of a core without, %.1f%% with HTTP, %.1f%% with TCP",
                    quick ? " (quick)" : "", APPS * instances, seconds, plain, http, tcp);
        }
    }

    private static double measure(BenchNode node, CheckedServer server, String check, int instances, int seconds)
            throws Exception {
        for (var app = 0; app < APPS; app++) {
            node.create(body(app, instances, check, server.port(app)));
        }
        node.awaitQuiet();
        pause(10);
        var triesBefore = server.tries();
        var cpuBefore = Cost.cpuMillis(node.pid());
        pause(seconds);
        var percent = (Cost.cpuMillis(node.pid()) - cpuBefore) / seconds / 10;
        var tries = (server.tries() - triesBefore) / seconds;
        var healthy = 0;
        for (var app = 0; app < APPS; app++) {
            healthy +=
                    node.get("/v2/apps/checked" + app).at("/app/tasksHealthy").asInt();
        }
        print(
                "%-6s %10d %14.1f %16d %14d %14.0f",
                check.replace("MESOS_", ""), APPS * instances, percent, tries, healthy, Cost.residentMib(node.pid()));
        for (var app = 0; app < APPS; app++) {
            node.delete("/checked" + app);
        }
        return percent;
    }

    private static String body(int app, int instances, String check, int port) {
        var checks = check.equals("none") ? "" : """
                ,"healthChecks":[{"protocol":"%s","port":%d,"intervalSeconds":1,"timeoutSeconds":5,"delaySeconds":0,"gracePeriodSeconds":10}]
                """.formatted(check, port);
        return """
                {"id":"/checked%d","cmd":"serve","cpus":0.001,"mem":1,"instances":%d,"portDefinitions":[]%s}
                """.formatted(app, instances, checks);
    }

    private static void pause(int seconds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}

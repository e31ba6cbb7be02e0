package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/** Apps of one instance on the simulated engine: accepted changes and journal writes a second, and how long a POST takes. */
final class ApiBench {
    private static final int IN_FLIGHT = 32;

    private ApiBench() {}

    static void run(boolean quick) throws Exception {
        var apps = quick ? 200 : 1_000;
        try (var node = BenchNode.start(BenchNode.scratch(), "--simulated-engine", "--cpus=1000", "--mem=1000000")) {
            create(node, "warm", 200);
            var latency = new ConcurrentHistogram(3);
            var accepted = new AtomicInteger();
            var posted = Cost.of(() -> accepted.set(create(node, "bench", apps, latency)));
            var running = Cost.of(() -> node.await(
                    "all run",
                    () -> node.get("/v2/apps").findValues("tasksRunning").stream()
                                    .mapToInt(count -> count.asInt())
                                    .sum()
                            == apps + 200));
            var writes = 0L;
            for (var app = 0; app < apps; app++) {
                writes += node.get("/v1/workloads/bench/app" + app + "/history?limit=1000")
                        .findValues("sequence")
                        .size();
            }
            var seconds = posted.wallMillis() / 1000;
            print("apps posted                 %10d, %d at a time", apps, IN_FLIGHT);
            print("accepted                    %10d", accepted.get());
            print("accepted a second           %10.0f", accepted.get() / seconds);
            print(
                    "POST p50 / p99              %10.1f / %.1f ms",
                    latency.getValueAtPercentile(50) / 1000.0, latency.getValueAtPercentile(99) / 1000.0);
            print("workload events stored      %10d (%.1f an app)", writes, writes / (double) apps);
            print("workload events a second    %10.0f", writes / (seconds + running.wallMillis() / 1000));
            print("all run after the last POST %10.0f ms", running.wallMillis());
            print(
                    "api%s: %.0f accepted/s, %.0f workload events/s, POST p50 %.1f ms, p99 %.1f ms",
                    quick ? " (quick)" : "",
                    accepted.get() / seconds,
                    writes / (seconds + running.wallMillis() / 1000),
                    latency.getValueAtPercentile(50) / 1000.0,
                    latency.getValueAtPercentile(99) / 1000.0);
        }
    }

    static int create(BenchNode node, String group, int apps) throws Exception {
        return create(node, group, apps, new ConcurrentHistogram(3));
    }

    private static int create(BenchNode node, String group, int apps, ConcurrentHistogram micros) throws Exception {
        var free = new Semaphore(IN_FLIGHT);
        var accepted = new AtomicInteger();
        for (var app = 0; app < apps; app++) {
            free.acquire();
            var begun = System.nanoTime();
            var _ = node.post("/v2/apps", Bodies.simulated("/" + group + "/app" + app))
                    .whenComplete((status, failure) -> {
                        micros.recordValue((System.nanoTime() - begun) / 1000);
                        if (status != null && status == 201) {
                            accepted.incrementAndGet();
                        }
                        free.release();
                    });
        }
        free.acquire(IN_FLIGHT);
        return accepted.get();
    }
}

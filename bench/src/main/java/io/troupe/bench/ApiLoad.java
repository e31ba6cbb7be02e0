package io.troupe.bench;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Apps posted by several clients at once, each with a connection of its own and one request at a time.
 *
 * @param refused answered 403 (too many deployments at once) or 503 and posted again until accepted
 * @param micros how long the accepted answers took
 */
record ApiLoad(int refused, ConcurrentHistogram micros) {
    private static final int TOO_MANY = 403;
    private static final int UNAVAILABLE = 503;

    static ApiLoad post(BenchNode node, String group, int apps, int clients) throws Exception {
        var load = new ConcurrentHistogram(3);
        var refused = new AtomicInteger();
        var next = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = new ArrayList<Callable<Void>>();
            for (var client = 0; client < clients; client++) {
                work.add(() -> {
                    try (var connection = node.connect()) {
                        for (var app = next.getAndIncrement(); app < apps; app = next.getAndIncrement()) {
                            refused.addAndGet(post(connection, Bodies.simulated("/" + group + "/app" + app), load));
                        }
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        return new ApiLoad(refused.get(), load);
    }

    private static int post(RawHttp connection, String body, ConcurrentHistogram load) throws Exception {
        for (var refused = 0; ; refused++) {
            var begun = System.nanoTime();
            var answer = connection.call("POST", "/v2/apps", body);
            if (answer.status() == 201) {
                load.recordValue((System.nanoTime() - begun) / 1000);
                return refused;
            }
            if (answer.status() != TOO_MANY && answer.status() != UNAVAILABLE) {
                throw new IllegalStateException("POST /v2/apps answered " + answer);
            }
            LockSupport.parkNanos(Wait.POLL_NANOS);
        }
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}

package io.troupe.gateway.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** All that a node measures. */
public final class Meters {
    /** The form of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ClusterGauges cluster;

    @SuppressWarnings("resource") // the binders live as long as the program; none of them holds anything to give back
    public Meters() {
        // A gauge whose name ends like a part of a histogram is not valid.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        cluster = new ClusterGauges(registry);
    }

    /** A request was answered. */
    public void answered(String method, int status, Duration took) {
        Counter.builder("troupe.http.requests")
                .description("Requests answered, by method and status code")
                .tag("method", method)
                .tag("code", Integer.toString(status))
                .register(registry)
                .increment();
        timer("troupe.http.request", "Time to the head of the answer, by method", "method", method)
                .record(took);
    }

    /** A change was asked for, and stored or not. */
    void changed(String outcome, Duration took) {
        timer("troupe.change", "Time until a change is stored in the journal, or refused", "outcome", outcome)
                .record(took);
    }

    /** The journal was read. */
    void read(String outcome, Duration took) {
        timer("troupe.journal.read", "Time to read a workload's past from the journal", "outcome", outcome)
                .record(took);
    }

    private Timer timer(String name, String description, String label, String value) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .tag(label, value)
                .register(registry);
    }

    ObjectNode json(ClusterPicture picture, Instant now) {
        cluster.take(picture, now);
        return MetricsJson.json(registry);
    }

    public String text(ClusterPicture picture, Instant now) {
        cluster.take(picture, now);
        return registry.scrape();
    }
}

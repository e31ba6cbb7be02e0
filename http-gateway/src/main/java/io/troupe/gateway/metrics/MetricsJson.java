package io.troupe.gateway.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.troupe.gateway.http.Json;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a node measures in the JSON that Marathon writes: one name each, the values of labels at its end. Times in seconds. */
final class MetricsJson {
    /** The version of that form. */
    private static final String VERSION = "5.0.0";

    private MetricsJson() {}

    static ObjectNode json(MeterRegistry registry) {
        var json = Json.object().put("version", VERSION);
        var counters = json.putObject("counters");
        var gauges = json.putObject("gauges");
        json.putObject("histograms");
        json.putObject("meters");
        var timers = json.putObject("timers");
        for (var meter : registry.getMeters()) {
            switch (meter) {
                case Counter counter -> counters.putObject(name(meter)).put("count", Math.round(counter.count()));
                case FunctionCounter counter ->
                    counters.putObject(name(meter)).put("count", Math.round(counter.count()));
                case TimeGauge gauge -> gauge(gauges, meter, gauge.value(TimeUnit.SECONDS));
                case Gauge gauge -> gauge(gauges, meter, gauge.value());
                case Timer timer -> timer(timers.putObject(name(meter)), timer);
                default -> {
                    // Nothing else is measured here.
                }
            }
        }
        return json;
    }

    private static void gauge(ObjectNode gauges, Meter meter, double value) {
        // What cannot be measured on this machine is no number, and JSON has none for that.
        if (Double.isFinite(value)) {
            gauges.putObject(name(meter)).put("value", value);
        }
    }

    private static void timer(ObjectNode json, Timer timer) {
        json.put("count", timer.count())
                .put("mean", timer.mean(TimeUnit.SECONDS))
                .put("max", timer.max(TimeUnit.SECONDS))
                .put("total", timer.totalTime(TimeUnit.SECONDS));
    }

    private static String name(Meter meter) {
        return Stream.concat(
                        Stream.of(meter.getId().getName()),
                        meter.getId().getTags().stream().map(Tag::getValue))
                .collect(Collectors.joining("."));
    }
}

package io.troupe.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadView;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured, in the text form that Prometheus reads. */
final class Meters {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger workloads = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private final Map<InstanceState, AtomicInteger> instances = new EnumMap<>(InstanceState.class);

    @SuppressWarnings("resource") // the binders live as long as the program; none of them holds anything to give back
    Meters() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("troupe.workloads", workloads, AtomicInteger::get).register(registry);
        Gauge.builder("troupe.instances.wanted", wanted, AtomicInteger::get).register(registry);
        for (var state : InstanceState.values()) {
            if (!state.hasEnded()) {
                var count = new AtomicInteger();
                instances.put(state, count);
                Gauge.builder("troupe.instances", count, AtomicInteger::get)
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }

    void answered(String method, int status) {
        registry.counter("troupe.http.requests", "method", method, "code", Integer.toString(status))
                .increment();
    }

    String text(List<WorkloadView> views) {
        workloads.set(views.size());
        wanted.set(views.stream().mapToInt(view -> view.target().instances()).sum());
        instances.forEach((state, count) -> count.set((int) views.stream()
                .flatMap(view -> view.instances().stream())
                .map(Instance::state)
                .filter(state::equals)
                .count()));
        return registry.scrape();
    }
}

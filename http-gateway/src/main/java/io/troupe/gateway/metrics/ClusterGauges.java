package io.troupe.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.troupe.cluster.workload.SupervisorSettings;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The state of the cluster as gauges. */
final class ClusterGauges {
    private static final double BYTES_PER_MIB = 1024 * 1024;

    private final AtomicInteger workloads = new AtomicInteger();
    private final AtomicInteger delayed = new AtomicInteger();
    private final AtomicInteger deployments = new AtomicInteger();
    private final AtomicInteger nodes = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger overdue = new AtomicInteger();
    private final Map<InstanceState, AtomicInteger> instances = new EnumMap<>(InstanceState.class);
    private final Map<MultiGauge, ToDoubleFunction<NodeView>> byNode;

    ClusterGauges(MeterRegistry registry) {
        gauge(registry, "troupe.workloads", "Workloads there are", workloads);
        gauge(registry, "troupe.workloads.delayed", "Workloads whose next launch waits for a back-off", delayed);
        gauge(registry, "troupe.deployments", "Deployments that run", deployments);
        gauge(registry, "troupe.nodes", "Nodes that the broker knows", nodes);
        gauge(registry, "troupe.instances.wanted", "Instances that all targets together ask for", wanted);
        gauge(registry, "troupe.queue.instances", "Instances that wait for a place on a node", waiting);
        gauge(registry, "troupe.instances.unreachable", "Instances whose node is away", unreachable);
        gauge(
                registry,
                "troupe.instances.inflight.kills",
                "Instances that were told to stop and have not ended",
                kills);
        gauge(
                registry,
                "troupe.instances.inflight.kill.attempts",
                "How often these have been told so far, by the time since",
                attempts);
        gauge(
                registry,
                "troupe.instances.launch.overdue",
                "Instances that did not come to run in time and have not ended",
                overdue);
        for (var state : InstanceState.values()) {
            if (!state.hasEnded()) {
                var count = new AtomicInteger();
                instances.put(state, count);
                Gauge.builder("troupe.instances", count, AtomicInteger::get)
                        .description("Instances by state, those that ended left out")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
        byNode = Map.of(
                multi(registry, "troupe.node.cpus", "Cores that a node lends"),
                view -> view.description().total().cpus(),
                multi(registry, "troupe.node.used.cpus", "Cores that instances take of a node"),
                view -> view.used().cpus(),
                multi(registry, "troupe.node.memory.bytes", "Memory that a node lends"),
                view -> memory(view.description().total()),
                multi(registry, "troupe.node.used.memory.bytes", "Memory that instances take of a node"),
                view -> memory(view.used()));
    }

    private static void gauge(MeterRegistry registry, String name, String description, AtomicInteger value) {
        Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
    }

    private static MultiGauge multi(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static double memory(Resources resources) {
        return resources.memoryMib() * BYTES_PER_MIB;
    }

    void take(ClusterPicture picture, Instant now) {
        workloads.set(picture.workloads().size());
        deployments.set(picture.deployments().size());
        nodes.set(picture.nodes().size());
        delayed.set((int) picture.workloads().stream()
                .filter(view -> isDelayed(view, now))
                .count());
        wanted.set(picture.workloads().stream()
                .mapToInt(view -> view.target().instances())
                .sum());
        waiting.set(picture.workloads().stream()
                .mapToInt(view -> view.waiting().size())
                .sum());
        unreachable.set(count(picture, Instance::unreachable));
        kills.set(count(picture, instance -> instance.stopping() != null));
        attempts.set(picture.workloads().stream()
                .flatMap(view -> view.instances().stream())
                .mapToInt(instance -> killAttempts(instance, now))
                .sum());
        overdue.set(count(picture, instance -> instance.stopping() == StopReason.LAUNCH_OVERDUE));
        var counts = new EnumMap<InstanceState, Integer>(InstanceState.class);
        picture.workloads().stream()
                .flatMap(view -> view.instances().stream())
                .map(Instance::state)
                .forEach(state -> counts.merge(state, 1, Integer::sum));
        instances.forEach((state, count) -> count.set(counts.getOrDefault(state, 0)));
        byNode.forEach((gauge, value) -> gauge.register(rows(picture.nodes(), value), true));
    }

    /** A stop is said at once, and again and again until a report shows that it is over. */
    private static int killAttempts(Instance instance, Instant now) {
        var since = instance.stoppingSince();
        return since == null
                ? 0
                : 1 + Math.max(0, (int) Duration.between(since, now).dividedBy(SupervisorSettings.REPEAT));
    }

    private static int count(ClusterPicture picture, Predicate<Instance> which) {
        return (int) picture.workloads().stream()
                .flatMap(view -> view.instances().stream())
                .filter(which)
                .count();
    }

    private static boolean isDelayed(WorkloadView view, Instant now) {
        return view.launchDelays().stream().anyMatch(delay -> delay.until().isAfter(now));
    }

    private static List<MultiGauge.Row<?>> rows(List<NodeView> nodes, ToDoubleFunction<NodeView> value) {
        return nodes.stream()
                .<MultiGauge.Row<?>>map(node -> MultiGauge.Row.of(
                        Tags.of("node", node.description().id().value()), value.applyAsDouble(node)))
                .toList();
    }
}

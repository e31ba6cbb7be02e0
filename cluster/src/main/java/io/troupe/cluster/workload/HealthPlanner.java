package io.troupe.cluster.workload;

import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Which instances are to stop because they are not well: a check is exhausted, or they do not come to run. */
final class HealthPlanner {
    /**
     * An instance that has a place and does not run is given up when nothing was heard of its progress for so long. Marathon's
     * {@code task_launch_timeout}, but counted from the last progress: a large image may take its time.
     */
    static final Duration LAUNCH_MAX = Duration.ofMinutes(5);

    private HealthPlanner() {}

    static void step(Deliberation deliberation) {
        stopUnhealthy(deliberation);
        stopOverdue(deliberation);
    }

    private static void stopUnhealthy(Deliberation deliberation) {
        var byReason = new LinkedHashMap<String, List<InstanceId>>();
        for (var instance : deliberation.state().instances()) {
            if (instance.stopping() == null && !instance.unreachable() && instance.state() == InstanceState.RUNNING) {
                exhausted(instance)
                        .ifPresent(result -> byReason.computeIfAbsent(sentence(result), key -> new ArrayList<>())
                                .add(instance.id()));
            }
        }
        byReason.forEach((reason, instances) ->
                deliberation.add(reason, new WorkloadEvent.StopRequested(instances, StopReason.UNHEALTHY)));
    }

    private static Optional<CheckResult> exhausted(Instance instance) {
        var report = instance.report();
        var health = report == null ? null : report.health();
        return health == null
                ? Optional.empty()
                : health.results().stream().filter(CheckResult::exhausted).findFirst();
    }

    private static String sentence(CheckResult result) {
        var times = result.failures() == 1 ? "once" : result.failures() + " times in a row";
        return "check " + result.check() + " failed " + times
                + (result.message().isEmpty() ? "" : ": " + result.message());
    }

    private static void stopOverdue(Deliberation deliberation) {
        var overdue = deliberation.state().instances().stream()
                .filter(instance -> overdueAt(instance)
                        .filter(at -> !deliberation.now().isBefore(at))
                        .isPresent())
                .map(Instance::id)
                .toList();
        if (!overdue.isEmpty()) {
            deliberation.add(
                    "it has not come to run, and nothing was heard of its progress for " + LAUNCH_MAX.toMinutes()
                            + " minutes",
                    new WorkloadEvent.StopRequested(overdue, StopReason.LAUNCH_OVERDUE));
        }
    }

    /** When the instance is given up if nothing is heard of it; empty if it runs, waits for a place, is unreachable, or is to stop anyway. */
    static Optional<Instant> overdueAt(Instance instance) {
        var placed = instance.placedAt();
        var onItsWay = instance.state() == InstanceState.PLACED || instance.state() == InstanceState.PREPARING;
        if (!onItsWay || instance.stopping() != null || instance.unreachable() || placed == null) {
            return Optional.empty();
        }
        var report = instance.report();
        var last = report == null || report.at().isBefore(placed) ? placed : report.at();
        return Optional.of(last.plus(LAUNCH_MAX));
    }
}

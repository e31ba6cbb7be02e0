package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** An app with what is known of it now, as deep as {@code embed} asks. */
final class AppView {
    /** What is shown of one app, or of the apps of a group, whatever is asked for. */
    static final Set<String> SINGLE = Set.of("tasks", "counts", "deployments", "lastTaskFailure");

    /** What the older word {@code failures} stands for. */
    static final Set<String> FAILURES = Set.of("lastTaskFailure", "tasks", "counts", "deployments");

    /** What is shown of each app of the whole list, whatever is asked for. */
    static final Set<String> LISTED = Set.of("counts", "deployments");

    private AppView() {}

    static ObjectNode json(WorkloadView view, Set<String> embed, Instant now) {
        var app = AppJson.full(view.spec(), view.target().instances());
        putVersions(app, view);
        if (embed.contains("counts")) {
            app.put("tasksStaged", count(view, AppView::staged));
            app.put("tasksRunning", count(view, AppView::running));
            app.put("tasksHealthy", count(view, HealthJson::isHealthy));
            app.put("tasksUnhealthy", count(view, HealthJson::isUnhealthy));
        }
        if (embed.contains("deployments") || embed.contains("tasks")) {
            app.set("deployments", deployments(view));
        }
        if (embed.contains("readiness")) {
            app.set("readinessCheckResults", HealthJson.readiness(view));
        }
        if (embed.contains("tasks")) {
            app.set("tasks", TaskJson.list(view, _ -> true));
        }
        var failure = view.lastFailure();
        if (embed.contains("lastTaskFailure") && failure != null) {
            app.set("lastTaskFailure", TaskJson.failure(view, failure));
        }
        if (embed.contains("taskStats")) {
            app.set("taskStats", stats(view, now));
        }
        return app;
    }

    static void putVersions(ObjectNode app, WorkloadView view) {
        var since = view.revision().since();
        app.put("version", Json.time(view.target().at()));
        app.putObject("versionInfo")
                .put("lastScalingAt", Json.time(view.lastScalingAt().orElse(since)))
                .put("lastConfigChangeAt", Json.time(since));
    }

    private static ArrayNode deployments(WorkloadView view) {
        var array = Json.array();
        var deployment = view.deployment();
        if (deployment != null) {
            array.addObject().put("id", deployment.value());
        }
        return array;
    }

    static boolean staged(Instance instance) {
        return instance.stopping() == null
                && !instance.unreachable()
                && (instance.state() == InstanceState.PLACED || instance.state() == InstanceState.PREPARING);
    }

    static boolean running(Instance instance) {
        return instance.state() == InstanceState.RUNNING && !instance.unreachable();
    }

    private static int count(WorkloadView view, Predicate<Instance> which) {
        return (int) view.instances().stream().filter(which).count();
    }

    private static ObjectNode stats(WorkloadView view, Instant now) {
        var stats = Json.object();
        var scaledAt = view.lastScalingAt().orElse(view.revision().since());
        put(
                stats,
                "startedAfterLastScaling",
                view,
                now,
                instance -> !instance.plannedAt().isBefore(scaledAt));
        put(
                stats,
                "withLatestConfig",
                view,
                now,
                instance -> instance.revision() == view.revision().number());
        put(
                stats,
                "withOutdatedConfig",
                view,
                now,
                instance -> instance.revision() != view.revision().number());
        put(stats, "totalSummary", view, now, _ -> true);
        return stats;
    }

    private static void put(ObjectNode stats, String name, WorkloadView view, Instant now, Predicate<Instance> which) {
        List<Instance> chosen = view.instances().stream()
                .filter(instance -> instance.place() != null)
                .filter(which)
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        var inner = stats.putObject(name).putObject("stats");
        inner.putObject("counts")
                .put("staged", chosen.stream().filter(AppView::staged).count())
                .put("running", chosen.stream().filter(AppView::running).count())
                .put("healthy", chosen.stream().filter(HealthJson::isHealthy).count())
                .put(
                        "unhealthy",
                        chosen.stream().filter(HealthJson::isUnhealthy).count());
        double[] seconds = chosen.stream()
                .map(Instance::runningSince)
                .filter(since -> since != null)
                .mapToDouble(since -> Math.max(0, Duration.between(since, now).toMillis() / 1000.0))
                .sorted()
                .toArray();
        if (seconds.length > 0) {
            inner.putObject("lifeTime")
                    .put("averageSeconds", Arrays.stream(seconds).average().orElse(0))
                    .put("medianSeconds", seconds[seconds.length / 2]);
        }
    }
}

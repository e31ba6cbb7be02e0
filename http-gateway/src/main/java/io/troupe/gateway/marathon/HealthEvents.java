package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.directory.ClusterEvent.WorkloadHappened;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes Marathon's events of health checks, of what an instance was before and is after. */
final class HealthEvents {
    private HealthEvents() {}

    /** Whether nothing has changed of a running instance but what its checks say. */
    static boolean speaksOfHealthAlone(WorkloadHappened happened, Instance after) {
        var before = before(happened, after);
        return before != null
                && before.state() == InstanceState.RUNNING
                && after.state() == InstanceState.RUNNING
                && before.stopping() == after.stopping()
                && Objects.equals(before.absence(), after.absence())
                && before.report() != null
                && after.report() != null
                && !Objects.equals(before.report().health(), after.report().health())
                && before.report().message().equals(after.report().message());
    }

    private static @Nullable Instance before(WorkloadHappened happened, Instance after) {
        return happened.before().stream()
                .filter(instance -> instance.id().equals(after.id()))
                .findFirst()
                .orElse(null);
    }

    /** Failed tries, turns of a check, turns of an instance; in this order. */
    static List<MarathonEvent> observed(WorkloadHappened happened) {
        var events = new ArrayList<MarathonEvent>();
        for (var after : happened.touched()) {
            var before = before(happened, after);
            if (after.state() == InstanceState.RUNNING) {
                HealthJson.alive(after).forEach(result -> check(happened, before, after, result, events));
            }
            var healthy = HealthJson.healthy(after);
            if (before != null && !Objects.equals(HealthJson.healthy(before), healthy)) {
                events.add(MarathonEvent.of(
                        "instance_health_changed_event",
                        happened.record().at(),
                        Json.object()
                                .put("instanceId", after.id().value())
                                .put("runSpecId", happened.workload().path())
                                .put("healthy", healthy)
                                .put("runSpecVersion", version(happened, after))));
            }
        }
        return events;
    }

    private static void check(
            WorkloadHappened happened,
            @Nullable Instance before,
            Instance after,
            CheckResult result,
            List<MarathonEvent> events) {
        var was = before == null
                ? Optional.<CheckResult>empty()
                : HealthJson.alive(before).stream()
                        .filter(one -> one.check().equals(result.check()))
                        .findFirst();
        var failedBefore = was.map(CheckResult::lastFailure);
        if (result.failing() && !failedBefore.equals(Optional.ofNullable(result.lastFailure()))) {
            var body = Json.object()
                    .put("appId", happened.workload().path())
                    .put("taskId", after.id().value());
            body.set("healthCheck", definition(happened, after, result));
            events.add(MarathonEvent.of(
                    "failed_health_check_event", happened.record().at(), body));
        }
        if (was.map(CheckResult::passing).orElse(false) != result.passing()) {
            events.add(MarathonEvent.of(
                    "health_status_changed_event",
                    happened.record().at(),
                    Json.object()
                            .put("appId", happened.workload().path())
                            .put("instanceId", after.id().value())
                            .put("version", version(happened, after))
                            .put("alive", result.passing())));
        }
    }

    private static JsonNode definition(WorkloadHappened happened, Instance instance, CheckResult result) {
        var view = happened.view();
        return view == null ? Json.object() : HealthJson.check(HealthJson.specOf(view, instance), result.check());
    }

    /** Those that are killed for failing their checks. */
    static List<MarathonEvent> killed(WorkloadHappened happened, WorkloadEvent.StopRequested stop) {
        if (stop.reason() != StopReason.UNHEALTHY) {
            return List.of();
        }
        return happened.touched().stream()
                .map(instance -> MarathonEvent.of(
                        "unhealthy_instance_kill_event", happened.record().at(), kill(happened, instance)))
                .toList();
    }

    private static ObjectNode kill(WorkloadHappened happened, Instance instance) {
        var place = instance.place();
        return Json.object()
                .put("appId", happened.workload().path())
                .put("taskId", TaskIds.of(instance.id()))
                .put("instanceId", instance.id().value())
                .put("version", version(happened, instance))
                .put("reason", happened.record().cause().reason())
                .put("host", place == null ? "" : place.host())
                .put("slaveId", place == null ? "" : place.node().value());
    }

    private static String version(WorkloadHappened happened, Instance instance) {
        return EventTranslator.version(
                happened.view(), instance, happened.record().at());
    }

    /** A new revision sets its health checks up, and takes those of the one before away; a deletion takes all away. */
    static List<MarathonEvent> began(WorkloadHappened happened, WorkloadEvent.RolloutBegan began) {
        var view = happened.view();
        if (view == null || (began.revision() == null && !began.delete())) {
            return List.of();
        }
        var events = new ArrayList<MarathonEvent>();
        var left = began.delete() ? Optional.of(view.revision()) : previous(view, view.revision());
        left.ifPresent(revision -> HealthJson.checks(revision.spec())
                .forEach(_ -> events.add(MarathonEvent.of(
                        "remove_health_check_event",
                        happened.record().at(),
                        Json.object().put("appId", happened.workload().path())))));
        if (!began.delete()) {
            HealthJson.checks(view.spec()).forEach(check -> {
                var body = Json.object()
                        .put("appId", happened.workload().path())
                        .put("version", Json.time(view.revision().since()));
                body.set("healthCheck", check);
                events.add(MarathonEvent.of(
                        "add_health_check_event", happened.record().at(), body));
            });
        }
        return events;
    }

    private static Optional<Revision> previous(WorkloadView view, Revision present) {
        return view.revisions().stream()
                .filter(revision -> revision.number() < present.number())
                .reduce((_, later) -> later);
    }
}

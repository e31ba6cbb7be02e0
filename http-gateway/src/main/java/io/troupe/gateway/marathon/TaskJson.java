package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.AbsenceWords;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Writes instances as tasks: those that have a place and have not ended. */
final class TaskJson {
    private TaskJson() {}

    static ArrayNode list(WorkloadView view, Predicate<Instance> which) {
        var tasks = Json.array();
        view.instances().stream()
                .filter(TaskJson::isTask)
                .filter(which)
                .forEach(instance -> tasks.add(json(view, instance)));
        return tasks;
    }

    static boolean isTask(Instance instance) {
        return instance.place() != null && !instance.state().hasEnded();
    }

    static ObjectNode json(WorkloadView view, Instance instance) {
        var place = Objects.requireNonNull(instance.place());
        var task = Json.object()
                .put("id", TaskIds.of(instance.id()))
                .put("appId", view.id().path())
                .put("host", place.host())
                .put("slaveId", place.node().value())
                .put("state", state(instance))
                .put("stagedAt", Json.time(stagedAt(instance)))
                .put("version", version(view, instance))
                .put("role", specOf(view, instance).roleOrEverybody());
        if (specOf(view, instance).slots() instanceof SlotRule.Ordinal) {
            task.put("slot", instance.slot());
        }
        var started = instance.runningSince();
        if (started != null) {
            task.put("startedAt", Json.time(started));
        }
        task.set("ipAddresses", addresses(instance));
        task.set("ports", ports(instance));
        var servicePorts = task.putArray("servicePorts");
        specOf(view, instance).ports().forEach(port -> servicePorts.add(port.servicePort()));
        HealthJson.results(view, instance, task);
        task.putArray("localVolumes");
        AbsenceWords.json(view, instance).ifPresent(absence -> task.set("unreachable", absence));
        return task;
    }

    private static WorkloadSpec specOf(WorkloadView view, Instance instance) {
        return view.revisionNumbered(instance.revision()).map(Revision::spec).orElse(view.spec());
    }

    private static Instant stagedAt(Instance instance) {
        var placed = instance.placedAt();
        return placed == null ? instance.plannedAt() : placed;
    }

    /** The version under which the task's definition was made: what it has in {@code MARATHON_APP_VERSION}. */
    static String version(WorkloadView view, Instance instance) {
        return Json.time(view.revisionNumbered(instance.revision())
                .map(Revision::since)
                .orElse(view.revision().since()));
    }

    static ArrayNode ports(Instance instance) {
        var ports = Json.array();
        var place = instance.place();
        if (place != null) {
            for (AssignedPort port : place.ports()) {
                if (port.hostPort() != null) {
                    ports.add(port.hostPort());
                }
            }
        }
        return ports;
    }

    static ArrayNode addresses(Instance instance) {
        var array = Json.array();
        var report = instance.report();
        var place = instance.place();
        var own = report == null ? List.<String>of() : report.addresses();
        var shown = !own.isEmpty() || place == null ? own : List.of(place.host());
        for (var address : shown) {
            array.addObject().put("ipAddress", address).put("protocol", address.contains(":") ? "IPv6" : "IPv4");
        }
        return array;
    }

    static String state(Instance instance) {
        if (instance.stopping() != null && !instance.state().hasEnded()) {
            return "TASK_KILLING";
        }
        if (instance.unreachable() && !instance.state().hasEnded()) {
            return "TASK_UNREACHABLE";
        }
        return switch (instance.state()) {
            case PLANNED, PLACED -> "TASK_STAGING";
            case PREPARING -> "TASK_STARTING";
            case RUNNING -> "TASK_RUNNING";
            case FINISHED -> "TASK_FINISHED";
            case FAILED -> "TASK_FAILED";
            case KILLED -> "TASK_KILLED";
            case DROPPED -> "TASK_DROPPED";
            case LOST -> "TASK_LOST";
        };
    }

    static String condition(Instance instance) {
        if (instance.stopping() != null && !instance.state().hasEnded()) {
            return "Killing";
        }
        if (instance.unreachable() && !instance.state().hasEnded()) {
            return instance.counted() ? "Unreachable" : "UnreachableInactive";
        }
        return condition(instance.state());
    }

    static String condition(InstanceState state) {
        return switch (state) {
            case PLANNED -> "Scheduled";
            case PLACED -> "Provisioned";
            case PREPARING -> "Starting";
            case RUNNING -> "Running";
            case FINISHED -> "Finished";
            case FAILED -> "Failed";
            case KILLED -> "Killed";
            case DROPPED -> "Dropped";
            case LOST -> "Gone";
        };
    }

    static ObjectNode failure(WorkloadView view, Instance instance) {
        var report = instance.report();
        var place = instance.place();
        var failure = Json.object()
                .put("appId", view.id().path())
                .put("host", place == null ? "" : place.host())
                .put("message", report == null ? "" : message(instance))
                .put("state", state(instance))
                .put("taskId", TaskIds.of(instance.id()))
                .put("timestamp", Json.time(report == null ? instance.plannedAt() : report.at()))
                .put("version", version(view, instance));
        if (place != null) {
            failure.put("slaveId", place.node().value());
        }
        return failure;
    }

    static String message(Instance instance) {
        var report = instance.report();
        if (report == null) {
            return "";
        }
        var ending = report.ending();
        if (!report.message().isEmpty() || ending == null) {
            return report.message();
        }
        if (ending.outOfMemory()) {
            return "Killed for using more memory than its limit";
        }
        return ending.exitCode() == null ? "" : "Command exited with status " + ending.exitCode();
    }
}

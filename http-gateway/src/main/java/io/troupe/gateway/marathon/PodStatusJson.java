package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.AbsenceWords;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.workload.Absence;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes how a pod, its instances and their containers are. */
final class PodStatusJson {
    static final String UNHEALTHY = "at least one container is not healthy";

    private PodStatusJson() {}

    /** @param terminations the instances that ended lately, as written */
    static ObjectNode status(WorkloadView view, ArrayNode terminations, Instant now) {
        var instances = Json.array();
        view.instances().forEach(instance -> instances.add(instance(view, instance)));
        long stable = view.instances().stream()
                .filter(instance -> "STABLE".equals(state(view, instance)))
                .count();
        var status = view.deleting() ? "TERMINAL" : stable >= view.target().instances() ? "STABLE" : "DEGRADED";
        var changed = view.instances().stream()
                .map(PodStatusJson::changedAt)
                .max(Comparator.naturalOrder())
                .filter(at -> at.isAfter(view.target().at()))
                .orElse(view.target().at());
        var json = Json.object().put("id", view.id().path());
        json.set("spec", Pods.definition(view));
        json.put("status", status).put("statusSince", Json.time(changed));
        if (view.launchDelay() != null && view.launchDelay().until().isAfter(now)) {
            json.put("message", "waits until " + Json.time(view.launchDelay().until()) + " after failures");
        }
        json.set("instances", instances);
        json.set("terminationHistory", terminations);
        return json.put("lastUpdated", Json.time(changed)).put("lastChanged", Json.time(changed));
    }

    static Instant changedAt(Instance instance) {
        var report = instance.report();
        return Stream.of(
                        Optional.of(instance.plannedAt()),
                        Optional.ofNullable(instance.placedAt()),
                        Optional.ofNullable(instance.stoppingSince()),
                        Optional.ofNullable(instance.absence()).map(Absence::since),
                        Optional.ofNullable(report).map(seen -> seen.at()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String state(WorkloadView view, Instance instance) {
        if (instance.stopping() != null) {
            return "TERMINAL";
        }
        if (instance.unreachable()) {
            return "DEGRADED";
        }
        return switch (instance.state()) {
            case PLANNED -> "PENDING";
            case PLACED, PREPARING -> "STAGING";
            case RUNNING -> healthy(HealthJson.specOf(view, instance), instance) ? "STABLE" : "DEGRADED";
            case FINISHED, FAILED, KILLED, DROPPED, LOST -> "TERMINAL";
        };
    }

    private static boolean healthy(WorkloadSpec spec, Instance instance) {
        return spec.containers().stream()
                .flatMap(container -> health(container).stream())
                .allMatch(check ->
                        result(instance, check).map(CheckResult::passing).orElse(false));
    }

    private static Optional<CheckSpec> health(ContainerSpec container) {
        return container.checks().stream()
                .filter(check -> check.purpose() == CheckPurpose.LIVENESS)
                .findFirst();
    }

    private static Optional<CheckResult> result(Instance instance, CheckSpec check) {
        return HealthJson.resultsOf(instance).stream()
                .filter(result -> result.check().equals(check.name()))
                .findFirst();
    }

    static ObjectNode instance(WorkloadView view, Instance instance) {
        var spec = HealthJson.specOf(view, instance);
        var place = instance.place();
        var state = state(view, instance);
        var changed = Json.time(changedAt(instance));
        var json = Json.object()
                .put("id", instance.id().value())
                .put("status", state)
                .put("statusSince", changed);
        var message = AbsenceWords.json(view, instance)
                .map(absence -> absence.path("message").asText())
                .orElseGet(() -> state.equals("DEGRADED") ? UNHEALTHY : TaskJson.message(instance));
        if (!message.isEmpty()) {
            json.put("message", message);
        }
        json.putArray("conditions");
        if (place != null) {
            json.put("agentHostname", place.host()).put("agentId", place.node().value());
            json.set("resources", resources(spec.resources()));
            json.set("networks", networks(spec, instance));
        }
        var containers = json.putArray("containers");
        if (place != null) {
            spec.containers().forEach(container -> containers.add(container(spec, instance, container)));
        }
        json.put("specReference", "/v2/pods" + view.id() + "::versions/" + definedAt(view, instance));
        json.putArray("localVolumes");
        return json.put("lastUpdated", changed).put("lastChanged", changed).put("role", spec.roleOrEverybody());
    }

    /** The version by which the instance's definition is found. */
    private static String definedAt(WorkloadView view, Instance instance) {
        return Json.time(view.targets().stream()
                .filter(target -> target.version() == instance.target())
                .findFirst()
                .map(target -> target.at())
                .orElse(view.target().at()));
    }

    private static ArrayNode networks(WorkloadSpec spec, Instance instance) {
        var networks = Json.array();
        if (spec.network().mode() != NetworkMode.HOST) {
            var network = networks.addObject();
            if (spec.network().name() != null) {
                network.put("name", spec.network().name());
            }
            var report = instance.report();
            network.set("addresses", report == null ? Json.array() : Json.texts(report.addresses()));
        }
        return networks;
    }

    private static ObjectNode resources(Resources resources) {
        var json = Json.object();
        json.set("cpus", Json.number(resources.cpus()));
        return json.put("mem", resources.memoryMib())
                .put("disk", resources.diskMib())
                .put("gpus", resources.gpus());
    }

    private static ObjectNode container(WorkloadSpec spec, Instance instance, ContainerSpec container) {
        var ending = ending(spec, instance, container);
        var changed = Json.time(changedAt(instance));
        var json = Json.object()
                .put("name", container.name())
                .put("status", ending.map(PodStatusJson::ended).orElseGet(() -> TaskJson.state(instance)))
                .put("statusSince", changed);
        conditions(instance, container, json.putArray("conditions"), changed);
        json.put("containerId", TaskIds.of(instance.id(), container.name()));
        endpoints(spec, instance, container, json.putArray("endpoints"));
        json.set("resources", resources(container.resources()));
        ending.ifPresent(known -> json.set("termination", termination(known)));
        return json.put("lastUpdated", changed).put("lastChanged", changed);
    }

    /** How a container ended; an only one ended as its instance did. */
    static Optional<Ending> ending(WorkloadSpec spec, Instance instance, ContainerSpec container) {
        var report = instance.report();
        if (report == null) {
            return Optional.empty();
        }
        return spec.containers().size() == 1 ? Optional.ofNullable(report.ending()) : report.endingOf(container.name());
    }

    static String ended(Ending ending) {
        return Objects.equals(ending.exitCode(), 0) && !ending.outOfMemory() ? "TASK_FINISHED" : "TASK_FAILED";
    }

    static ObjectNode termination(Ending ending) {
        var json = Json.object();
        if (ending.exitCode() != null) {
            json.put("exitCode", ending.exitCode());
        }
        if (ending.outOfMemory()) {
            json.put("message", "killed for using more memory than its limit");
        }
        return json;
    }

    private static void conditions(Instance instance, ContainerSpec container, ArrayNode conditions, String changed) {
        var check = health(container);
        if (check.isEmpty() || instance.state() != InstanceState.RUNNING) {
            return;
        }
        var result = result(instance, check.get());
        boolean known = result.map(one -> one.passing() || one.failing()).orElse(false);
        var condition = conditions
                .addObject()
                .put("name", "healthy")
                .put("lastChanged", changed)
                .put("lastUpdated", changed)
                .put("value", Boolean.toString(result.map(CheckResult::passing).orElse(false)));
        condition.put("reason", known ? "health-reported-by-mesos" : "health-unreported-by-mesos");
    }

    private static void endpoints(WorkloadSpec spec, Instance instance, ContainerSpec container, ArrayNode endpoints) {
        var place = instance.place();
        var check = health(container);
        for (int index = 0; index < spec.ports().size(); index++) {
            var port = spec.ports().get(index);
            if (!container.name().equals(port.container())) {
                continue;
            }
            var endpoint = endpoints.addObject().put("name", port.name());
            var hostPort = place == null || index >= place.ports().size()
                    ? null
                    : place.ports().get(index).hostPort();
            if (hostPort != null) {
                endpoint.put("allocatedHostPort", hostPort);
            }
            int position = index;
            check.filter(one -> triesPort(one.probe(), position))
                    .flatMap(one -> result(instance, one))
                    .ifPresent(result -> endpoint.put("healthy", result.passing()));
        }
    }

    private static boolean triesPort(Probe probe, int index) {
        var port = switch (probe) {
            case Probe.Http http -> http.endpoint().port();
            case Probe.Tcp tcp -> tcp.endpoint().port();
            case Probe.Grpc grpc -> grpc.endpoint().port();
            case Probe.Command _ -> null;
        };
        return port instanceof Probe.PortReference.Index(int tried) && tried == index;
    }

    /** An instance as Marathon shows one that was killed. */
    static ObjectNode killed(WorkloadView view, Instance instance) {
        var place = instance.place();
        var json = Json.object().put("instanceId", instance.id().value());
        var state = json.putObject("state")
                .put("condition", TaskJson.condition(instance))
                .put("since", Json.time(changedAt(instance)));
        if (instance.runningSince() != null) {
            state.put("activeSince", Json.time(instance.runningSince()));
        }
        var healthy = HealthJson.healthy(instance);
        if (healthy != null) {
            state.put("healthy", healthy);
        }
        state.put("goal", instance.stopping() == null ? "Running" : "Decommissioned");
        if (place != null) {
            json.putObject("agentInfo")
                    .put("host", place.host())
                    .put("agentId", place.node().value())
                    .putArray("attributes");
        }
        json.put("runSpecVersion", TaskJson.version(view, instance));
        json.set(UnreachableStrategy.NAME, UnreachableStrategy.json(AbsenceWords.policy(view, instance)));
        return json;
    }
}

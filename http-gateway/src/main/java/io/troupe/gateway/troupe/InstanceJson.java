package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.AbsenceWords;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadView;

/** Writes an instance. */
final class InstanceJson {
    private InstanceJson() {}

    static ObjectNode json(WorkloadView view, Instance instance) {
        var place = instance.place();
        var report = instance.report();
        var ending = report == null ? null : report.ending();
        var since = instance.runningSince();
        var stopping = instance.stopping();
        var json = Json.object()
                .put("id", instance.id().value())
                .put("workload", view.id().path())
                .put("slot", instance.slot())
                .put("revision", instance.revision())
                .put("state", instance.state().name())
                .put("ready", instance.ready())
                .put("node", place == null ? null : place.node().value())
                .put("host", place == null ? null : place.host());
        var ports = json.putArray("ports");
        if (place != null) {
            place.ports()
                    .forEach(port -> ports.addObject()
                            .put("containerPort", port.containerPort())
                            .put("hostPort", port.hostPort()));
        }
        json.set("addresses", report == null ? Json.array() : Json.texts(report.addresses()));
        json.put("plannedAt", Json.time(instance.plannedAt()))
                .put("runningSince", since == null ? null : Json.time(since))
                .put("stopping", stopping == null ? null : stopping.name())
                .put("message", report == null ? "" : report.message())
                .put("exitCode", ending == null ? null : ending.exitCode());
        json.set("unreachable", AbsenceWords.json(view, instance).orElse(null));
        var health = report == null ? null : report.health();
        var checks = json.putArray("checks");
        if (health != null) {
            health.results().forEach(result -> checks.add(CheckJson.json(result)));
        }
        var endings = json.putArray("endings");
        if (report != null) {
            report.endings()
                    .forEach(one -> endings.addObject()
                            .put("container", one.container())
                            .put("exitCode", one.ending().exitCode())
                            .put("outOfMemory", one.ending().outOfMemory()));
        }
        json.set("containers", report == null ? Json.array() : Json.texts(report.containers()));
        return json;
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import java.util.Set;

/** Which fields of an app are read, which are only ever written by the server, and which say nothing as long as they have a neutral value. */
final class AppFields {
    /** What a user defines. */
    static final Set<String> DEFINED = Set.of(
            "id",
            "cmd",
            "args",
            "instances",
            "cpus",
            "mem",
            "disk",
            "gpus",
            "resources",
            "env",
            "labels",
            "user",
            "container",
            "networks",
            "portDefinitions",
            "ports",
            "requirePorts",
            "constraints",
            "dependencies",
            "acceptedResourceRoles",
            "role",
            "backoffSeconds",
            "backoffFactor",
            "maxLaunchDelaySeconds",
            "upgradeStrategy",
            "taskKillGracePeriodSeconds",
            "killSelection",
            "slots",
            "unreachableStrategy",
            "resourceLimits",
            "tty",
            "healthChecks",
            "readinessChecks",
            "check",
            "fetch",
            "uris");

    /** What the server says; sent back by a client it says nothing new. */
    private static final Set<String> READ_ONLY = Set.of(
            "version",
            "versionInfo",
            "tasksStaged",
            "tasksRunning",
            "tasksHealthy",
            "tasksUnhealthy",
            "deployments",
            "tasks",
            "lastTaskFailure",
            "taskStats",
            "tasksStats",
            "readinessCheckResults");

    private static final Set<String> UNSUPPORTED =
            Set.of("storeUrls", "secrets", "ipAddress", "residency", "executor", "executorResources", "enforceRole");

    private AppFields() {}

    /** The fields of the definition alone; the others are found to say nothing, or are noted as faults. */
    static ObjectNode definedOf(JsonNode app, String path, Faults faults) {
        var defined = Json.object();
        if (!app.isObject()) {
            faults.type(path.isEmpty() ? "/" : path, "jsobject");
            return defined;
        }
        app.properties().forEach(entry -> {
            var name = entry.getKey();
            if (DEFINED.contains(name)) {
                defined.set(name, entry.getValue());
            } else if (UNSUPPORTED.contains(name)) {
                if (!saysNothing(name, entry.getValue())) {
                    faults.unsupported(path + "/" + name);
                }
            } else if (!READ_ONLY.contains(name)) {
                faults.unknown(path + "/" + name);
            }
        });
        return defined;
    }

    static boolean saysNothing(String name, JsonNode value) {
        return value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isEmpty()
                || name.equals("executor") && value.asText().equals("//cmd");
    }
}

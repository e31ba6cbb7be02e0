package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;

/** What {@code APP|TASK} may name: an app, a pod, a task, or the instance behind it. */
final class Targets {
    private Targets() {}

    /** No app is called like this: its id has a slash in front, or no such word in it. */
    static boolean isInstance(String target) {
        return target.contains(".instance-") && !target.startsWith("/");
    }

    /** Refuses the id of no app and no pod; says whether it is that of a pod. */
    static boolean isPod(Server server, String app) {
        if (server.find("/v2/apps/" + Paths.id(app)).isPresent()) {
            return false;
        }
        if (server.find("/v2/pods/" + Paths.id(app)).isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "There is no app and no pod " + app + ".");
        }
        return true;
    }

    /** The names of a pod's containers. */
    static List<String> containers(Server server, String pod) {
        var names = new ArrayList<String>();
        server.get("/v2/pods/" + Paths.id(pod))
                .path("containers")
                .forEach(container -> names.add(container.path("name").asText()));
        return names;
    }

    /** The living instances of an app or a pod. */
    static List<JsonNode> instances(Server server, String app) {
        var instances = new ArrayList<JsonNode>();
        server.get("/v1/instances?workload=" + Paths.escaped(app))
                .path("instances")
                .forEach(instances::add);
        return instances;
    }
}

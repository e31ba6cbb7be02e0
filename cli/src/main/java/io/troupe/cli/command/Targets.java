package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import java.util.ArrayList;
import java.util.List;

/** What {@code APP|TASK} may name: an app, a task, or the instance behind it. */
final class Targets {
    private Targets() {}

    /** No app is called like this: its id has a slash in front, or no such word in it. */
    static boolean isInstance(String target) {
        return target.contains(".instance-") && !target.startsWith("/");
    }

    /** The living instances of an app. */
    static List<JsonNode> instances(Server server, String app) {
        var instances = new ArrayList<JsonNode>();
        server.get("/v1/instances?workload=" + Paths.escaped(app))
                .path("instances")
                .forEach(instances::add);
        return instances;
    }
}

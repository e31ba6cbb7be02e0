package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What lies below a group, added up.
 *
 * @param running instances
 * @param wanted instances
 */
record GroupCount(int apps, int running, int wanted, boolean deploying) {
    static GroupCount of(JsonNode group) {
        var sum = new GroupCount(0, 0, 0, false);
        for (var app : group.path("apps")) {
            sum = sum.plus(new GroupCount(
                    1,
                    app.path("tasksRunning").asInt(),
                    app.path("instances").asInt(),
                    !app.path("deployments").isEmpty()));
        }
        for (var child : group.path("groups")) {
            sum = sum.plus(of(child));
        }
        return sum;
    }

    private GroupCount plus(GroupCount other) {
        return new GroupCount(
                apps + other.apps, running + other.running, wanted + other.wanted, deploying || other.deploying);
    }

    String state() {
        if (deploying) {
            return "deploying";
        }
        if (apps == 0) {
            return "empty";
        }
        return running < wanted ? "incomplete" : "running";
    }
}

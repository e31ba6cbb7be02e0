package io.troupe.gateway.marathon;

import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import java.util.List;

/** Refuses parameters where they would have no effect: who asks for a try must not get the deed. */
final class Promises {
    private Promises() {}

    /** @param path what comes after the version of the API */
    static void refuseUnkept(Exchange exchange, List<String> path) {
        if (exchange.method().equals("GET") || exchange.method().equals("OPTIONS")) {
            return;
        }
        if (exchange.flag("dryRun", false) && !changesDefinitions(path)) {
            throw HttpRefusal.badRequest(
                    "parameter 'dryRun' cannot be given here: only changes of apps, groups and pods can be tried");
        }
        if (exchange.parameter("rollout").isPresent() && !changesOneApp(exchange.method(), path)) {
            throw HttpRefusal.badRequest(
                    "parameter 'rollout' cannot be given here: only where one app is changed, by PUT or PATCH of /v2/apps/ID");
        }
    }

    private static boolean changesOneApp(String method, List<String> path) {
        return path.getFirst().equals("apps")
                && path.size() > 1
                && (method.equals("PUT") || method.equals("PATCH"))
                && changesDefinitions(path);
    }

    private static boolean changesDefinitions(List<String> path) {
        return switch (path.getFirst()) {
            case "apps" -> !killsTasks(path);
            case "groups", "definitions" -> true;
            case "pods" -> path.stream().noneMatch(segment -> segment.contains("::"));
            default -> false;
        };
    }

    private static boolean killsTasks(List<String> path) {
        int size = path.size();
        return size >= 3 && path.getLast().equals("tasks")
                || size >= 4 && path.get(size - 2).equals("tasks");
    }
}

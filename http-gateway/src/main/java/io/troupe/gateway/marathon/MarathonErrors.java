package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import java.util.Map;
import java.util.Optional;

/** The domain's refusals in Marathon's codes and bodies. */
final class MarathonErrors {
    private MarathonErrors() {}

    static HttpRefusal noApp(String id) {
        return HttpRefusal.notFound("App '" + id + "' does not exist");
    }

    static HttpRefusal noPod(String id) {
        return HttpRefusal.notFound("Pod '" + id + "' does not exist");
    }

    static HttpRefusal noGroup(String id) {
        return HttpRefusal.notFound("Group '" + id + "' does not exist");
    }

    static HttpRefusal noTask(String id) {
        return HttpRefusal.notFound("Task '" + id + "' does not exist");
    }

    /** @param workload the app asked for, if it was one */
    static HttpRefusal of(Problem problem, Optional<WorkloadId> workload) {
        return switch (problem.code()) {
            case INVALID -> Faults.notValid(problem.field().isEmpty() ? "/" : problem.field(), problem.message());
            case NOT_FOUND ->
                HttpRefusal.notFound(
                        workload.map(id -> "App '" + id + "' does not exist").orElse(problem.message()));
            case EXISTS ->
                HttpRefusal.of(
                        409,
                        workload.map(id -> "An app with id [" + id + "] already exists.")
                                .orElse(problem.message()));
            case LOCKED -> locked(problem);
            case STALE -> HttpRefusal.of(409, problem.message());
            case TOO_MANY -> HttpRefusal.tooMany(problem.message());
            case UNAVAILABLE -> HttpRefusal.unavailable(problem.message());
        };
    }

    private static HttpRefusal locked(Problem problem) {
        ObjectNode body = Json.object()
                .put(
                        "message",
                        "App is locked by one or more deployments. Override with the option '?force=true'. View details at"
                                + " '/v2/deployments/<DEPLOYMENT_ID>'.");
        var deployments = body.putArray("deployments");
        problem.deployments().forEach(id -> deployments.addObject().put("id", id.value()));
        return new HttpRefusal(409, body, Map.of());
    }
}

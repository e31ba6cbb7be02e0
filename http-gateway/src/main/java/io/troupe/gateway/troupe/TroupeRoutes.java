package io.troupe.gateway.troupe;

import akka.http.javadsl.model.HttpResponse;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.http.Routes;
import io.troupe.protocol.identity.WorkloadId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The paths of {@code /v1}. */
public final class TroupeRoutes implements Routes {
    private static final int HISTORY_ENTRIES_DEFAULT = 100;
    private static final int HISTORY_ENTRIES_MAX = 10_000;

    private static final Set<String> SAID_TO_DEPLOYMENTS = Set.of("pause", "resume", "promote", "abort");

    private final ControlPlane controlPlane;
    private final Map<String, String> settings;
    private final InstantSource clock;
    private final InstanceRoutes instances;
    private final RolloutRoutes rollouts;

    public TroupeRoutes(
            ControlPlane controlPlane, InstanceAccess access, Map<String, String> settings, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.settings = Map.copyOf(settings);
        this.clock = clock;
        this.instances = new InstanceRoutes(controlPlane, access, InstanceRoutes.KEEP_ALIVE);
        this.rollouts = new RolloutRoutes(controlPlane, clock);
    }

    @Override
    public @Nullable CompletionStage<HttpResponse> answer(Exchange exchange) {
        var path = exchange.segments();
        if (path.isEmpty()) {
            return Answers.now(pointer(exchange));
        }
        if (path.size() < 2 || !path.getFirst().equals("v1")) {
            return null;
        }
        var rest = path.subList(2, path.size());
        var said = said(exchange, path.get(1), rest);
        if (said != null) {
            return said;
        }
        var answer = switch (path.get(1)) {
            case "ready" -> rest.isEmpty() ? Answers.now(ready()) : null;
            case "settings" -> rest.isEmpty() ? Answers.now(Answers.ok(Json.map(settings))) : null;
            case "nodes" -> nodes(rest);
            case "workloads" -> workloads(exchange, rest);
            case "instances" -> instances(exchange, rest);
            case "deployments" -> deployments(rest);
            default -> null;
        };
        if (answer != null && !exchange.method().equals("GET")) {
            throw HttpRefusal.methodNotAllowed("GET, HEAD");
        }
        return answer;
    }

    /** For who opens the address in a browser: there is no page, but there is something. */
    private static HttpResponse pointer(Exchange exchange) {
        if (!exchange.method().equals("GET")) {
            throw HttpRefusal.methodNotAllowed("GET, HEAD");
        }
        return Answers.text(200, "Troupe. Marathon's API: /v2/apps; Troupe's own: /v1/nodes; metrics: /metrics\n");
    }

    /** What is to be done; null if the path is none of those. */
    private @Nullable CompletionStage<HttpResponse> said(Exchange exchange, String kind, List<String> rest) {
        var isDeployment =
                kind.equals("deployments") && rest.size() == 2 && SAID_TO_DEPLOYMENTS.contains(rest.getLast());
        var isRollback =
                kind.equals("workloads") && rest.size() > 1 && rest.getLast().equals("rollback");
        if (!isDeployment && !isRollback) {
            return null;
        }
        if (!exchange.method().equals("POST")) {
            throw HttpRefusal.methodNotAllowed("POST");
        }
        return isRollback
                ? rollouts.rollback(exchange, id(rest.subList(0, rest.size() - 1)))
                : rollouts.told(exchange, rest.getFirst(), rest.getLast());
    }

    private @Nullable CompletionStage<HttpResponse> deployments(List<String> rest) {
        return switch (rest.size()) {
            case 0 -> rollouts.list();
            case 1 -> rollouts.one(rest.getFirst());
            default -> null;
        };
    }

    private HttpResponse ready() {
        var readiness = controlPlane.readiness();
        return Answers.json(
                readiness.ready() ? 200 : 503,
                Json.object().put("ready", readiness.ready()).put("waitingFor", readiness.waitingFor()));
    }

    private @Nullable CompletionStage<HttpResponse> nodes(List<String> rest) {
        return switch (rest.size()) {
            case 0 ->
                controlPlane.nodes().thenApply(views -> {
                    var answer = Json.object();
                    var nodes = answer.putArray("nodes");
                    views.forEach(view -> nodes.add(NodeJson.json(view)));
                    return Answers.ok(answer);
                });
            case 1 ->
                controlPlane
                        .nodes()
                        .thenApply(views -> views.stream()
                                .filter(view -> view.description().id().value().equals(rest.getFirst()))
                                .findFirst()
                                .map(view -> Answers.ok(NodeJson.json(view)))
                                .orElseThrow(() -> HttpRefusal.notFound("there is no node " + rest.getFirst())));
            default -> null;
        };
    }

    private @Nullable CompletionStage<HttpResponse> instances(Exchange exchange, List<String> rest) {
        return switch (rest.size()) {
            case 0 -> instances.list(exchange);
            case 1 -> instances.one(rest.getFirst());
            case 2 ->
                switch (rest.getLast()) {
                    case "logs" -> instances.logs(exchange, rest.getFirst());
                    case "exec" -> instances.exec(exchange, rest.getFirst());
                    default -> null;
                };
            default -> null;
        };
    }

    private CompletionStage<HttpResponse> workloads(Exchange exchange, List<String> rest) {
        if (rest.isEmpty()) {
            return controlPlane.workloads().thenApply(views -> {
                var answer = Json.object();
                var workloads = answer.putArray("workloads");
                var now = clock.instant();
                views.forEach(view -> workloads.add(WorkloadJson.json(view, now)));
                return Answers.ok(answer);
            });
        }
        var above = rest.subList(0, rest.size() - 1);
        if (!above.isEmpty() && rest.getLast().equals("history")) {
            return history(
                    id(above), exchange.number("limit", HISTORY_ENTRIES_MAX).orElse(HISTORY_ENTRIES_DEFAULT));
        }
        if (!above.isEmpty() && rest.getLast().equals("explain")) {
            return explain(id(above));
        }
        return workload(exchange, id(rest));
    }

    private CompletionStage<HttpResponse> workload(Exchange exchange, WorkloadId id) {
        var at = exchange.moment("at");
        var found = at.isPresent() ? controlPlane.workloadAt(id, at.get()) : controlPlane.workload(id);
        return found.thenApply(view -> view.map(present -> Answers.ok(WorkloadJson.json(present, clock.instant())))
                .orElseThrow(() -> noWorkload(id)));
    }

    private CompletionStage<HttpResponse> history(WorkloadId id, int limit) {
        return controlPlane.history(id, limit).thenApply(entries -> {
            if (entries.isEmpty() && limit > 0) {
                throw noWorkload(id);
            }
            var answer = Json.object().put("workload", id.path());
            var list = answer.putArray("entries");
            entries.forEach(entry -> list.add(HistoryJson.json(entry)));
            return Answers.ok(answer);
        });
    }

    private CompletionStage<HttpResponse> explain(WorkloadId id) {
        return controlPlane.workload(id).thenCompose(found -> {
            var view = found.orElseThrow(() -> noWorkload(id));
            return controlPlane
                    .explain(id)
                    .thenCompose(explanation -> CompletableFuture.completedStage(Answers.ok(ExplanationJson.json(
                            view, explanation.orElseThrow(() -> noWorkload(id)), clock.instant()))));
        });
    }

    private static HttpRefusal noWorkload(WorkloadId id) {
        return HttpRefusal.notFound("there is no workload " + id);
    }

    private static WorkloadId id(List<String> segments) {
        var path = "/" + String.join("/", segments);
        if (WorkloadId.faultOf(path).isPresent()) {
            throw HttpRefusal.notFound("there is no workload " + path);
        }
        return WorkloadId.of(path);
    }
}

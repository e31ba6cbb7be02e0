package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /v2/pods}: paths, methods, and what only reads. What is asked of a pod stands behind its id after two colons. */
final class PodsRoutes {
    private static final String MARK = "::";

    private final ControlPlane controlPlane;
    private final PodWrites writes;
    private final InstantSource clock;

    PodsRoutes(ControlPlane controlPlane, Changes changes, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.writes = new PodWrites(controlPlane, changes);
        this.clock = clock;
    }

    @Nullable CompletionStage<HttpResponse> answer(Exchange exchange, List<String> rest) {
        var path = "/" + String.join("/", rest);
        int mark = path.indexOf(MARK);
        if (rest.isEmpty()) {
            return switch (exchange.method()) {
                case "GET" -> list();
                case "POST" -> writes.create(exchange);
                default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, POST");
            };
        }
        if (mark < 0) {
            return switch (exchange.method()) {
                case "GET" -> one(exchange, id(path));
                case "PUT" -> writes.update(exchange, id(path));
                case "DELETE" -> writes.delete(exchange, id(path));
                default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, PUT, DELETE");
            };
        }
        return of(exchange, path.substring(0, mark), path.substring(mark + MARK.length()));
    }

    private @Nullable CompletionStage<HttpResponse> of(Exchange exchange, String pod, String what) {
        int slash = what.indexOf('/');
        var name = slash < 0 ? what : what.substring(0, slash);
        var which = slash < 0 ? "" : what.substring(slash + 1);
        return switch (name) {
            case "status" -> {
                only(exchange, "GET");
                yield !which.isEmpty() ? null : pod.equals("/") ? statusOfAll() : status(id(pod));
            }
            case "versions" -> {
                only(exchange, "GET");
                yield which.isEmpty() ? versions(id(pod)) : version(id(pod), which);
            }
            case "instances" -> {
                only(exchange, "DELETE");
                yield which.isEmpty() ? writes.killThese(exchange, id(pod)) : writes.killOne(exchange, id(pod), which);
            }
            case "restart" -> {
                only(exchange, "POST");
                yield which.isEmpty() ? writes.restart(exchange, id(pod)) : null;
            }
            default -> null;
        };
    }

    private CompletionStage<HttpResponse> list() {
        return controlPlane.workloads().thenApply(views -> {
            var pods = Json.array();
            views.stream().filter(Pods::isPod).forEach(view -> pods.add(Pods.definition(view)));
            return Answers.ok(pods);
        });
    }

    private CompletionStage<HttpResponse> one(Exchange exchange, WorkloadId id) {
        var at = exchange.moment("at");
        var found = at.isPresent() ? controlPlane.workloadAt(id, at.get()) : controlPlane.workload(id);
        return found.thenApply(view -> Answers.ok(Pods.definition(present(view, id))));
    }

    private CompletionStage<HttpResponse> status(WorkloadId id) {
        return controlPlane.workload(id).thenCompose(found -> {
            var view = present(found, id);
            return controlPlane
                    .history(id, PodTerminations.ENTRIES_MAX)
                    .thenApply(history -> PodTerminations.of(view, history))
                    .exceptionally(away -> PodTerminations.of(view))
                    .thenApply(ended -> Answers.ok(PodStatusJson.status(view, ended, clock.instant())));
        });
    }

    private CompletionStage<HttpResponse> statusOfAll() {
        return controlPlane.workloads().thenApply(views -> {
            var statuses = Json.array();
            views.stream()
                    .filter(Pods::isPod)
                    .forEach(view ->
                            statuses.add(PodStatusJson.status(view, PodTerminations.of(view), clock.instant())));
            return Answers.ok(statuses);
        });
    }

    private CompletionStage<HttpResponse> versions(WorkloadId id) {
        return controlPlane.workload(id).thenApply(found -> {
            var versions = Json.array();
            present(found, id).targets().reversed().forEach(target -> versions.add(Json.time(target.at())));
            return Answers.ok(versions);
        });
    }

    private CompletionStage<HttpResponse> version(WorkloadId id, String version) {
        return controlPlane.workload(id).thenApply(found -> {
            var past = Versions.find(present(found, id), version);
            return Answers.ok(Pods.definition(past.spec(), past.instances(), past.at()));
        });
    }

    static WorkloadView present(Optional<WorkloadView> view, WorkloadId id) {
        return view.filter(Pods::isPod).orElseThrow(() -> MarathonErrors.noPod(id.path()));
    }

    private static void only(Exchange exchange, String method) {
        if (!exchange.method().equals(method)) {
            throw HttpRefusal.methodNotAllowed(method.equals("GET") ? "GET, HEAD" : method);
        }
    }

    private static WorkloadId id(String path) {
        WorkloadId.faultOf(path).ifPresent(fault -> {
            throw Faults.notValid("/id", fault);
        });
        return WorkloadId.of(path);
    }
}

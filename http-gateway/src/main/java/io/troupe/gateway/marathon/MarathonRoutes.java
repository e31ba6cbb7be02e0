package io.troupe.gateway.marathon;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.http.Routes;
import io.troupe.protocol.identity.WorkloadId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Marathon's paths and methods. App ids stand in the path with their slashes, so the words behind them are found from the end. */
public final class MarathonRoutes implements Routes {
    private final AppsRoutes apps;
    private final AppWrites writes;
    private final TasksRoutes tasks;
    private final ClusterRoutes cluster;
    private final EventsRoutes events;
    private final GroupsRoutes groups;
    private final PodsRoutes pods;
    private final DefinitionWrites definitions;

    public MarathonRoutes(
            ActorSystem<?> system, ControlPlane controlPlane, InstantSource clock, String nodeId, String version) {
        var changes = new Changes(controlPlane, clock);
        var usedServicePorts = UsedServicePorts.of(controlPlane, clock);
        var appsAlone = new AppsAlone(controlPlane);
        apps = new AppsRoutes(appsAlone, changes, clock);
        writes = new AppWrites(appsAlone, changes, usedServicePorts);
        tasks = new TasksRoutes(appsAlone, changes);
        cluster = new ClusterRoutes(controlPlane, clock, nodeId, version);
        events = new EventsRoutes(system, controlPlane, clock, EventsRoutes.KEEP_ALIVE);
        groups = new GroupsRoutes(controlPlane, changes, usedServicePorts, clock);
        pods = new PodsRoutes(controlPlane, changes, clock);
        definitions = new DefinitionWrites(changes, usedServicePorts);
    }

    @Override
    public @Nullable CompletionStage<HttpResponse> answer(Exchange exchange) {
        var path = exchange.segments();
        if (path.equals(List.of("ping"))) {
            only(exchange, "GET");
            return Answers.now(ClusterRoutes.ping(exchange));
        }
        if (path.size() < 2 || !path.getFirst().equals("v2")) {
            return null;
        }
        var rest = path.subList(2, path.size());
        Promises.refuseUnkept(exchange, path.subList(1, path.size()));
        return switch (path.get(1)) {
            case "apps" -> apps(exchange, rest);
            case "groups" -> groups.answer(exchange, rest);
            case "pods" -> pods.answer(exchange, rest);
            case "definitions" -> rest.isEmpty() ? definitions(exchange) : null;
            case "tasks" -> tasks(exchange, rest);
            case "deployments" -> deployments(exchange, rest);
            case "queue" -> queue(exchange, rest);
            case "events" -> rest.isEmpty() ? events.stream(getting(exchange)) : null;
            case "info" -> rest.isEmpty() ? described(exchange) : null;
            case "leader" -> rest.isEmpty() ? leader(exchange) : null;
            case "plugins" -> rest.isEmpty() ? plugins(exchange) : null;
            // Older clients still have calls for them, and deserve to hear what to do instead.
            case "eventSubscriptions" ->
                throw HttpRefusal.notFound("HTTP callbacks are gone, as in Marathon itself: listen to /v2/events");
            default -> null;
        };
    }

    private CompletionStage<HttpResponse> definitions(Exchange exchange) {
        only(exchange, "PUT");
        return definitions.put(exchange);
    }

    private CompletionStage<HttpResponse> described(Exchange exchange) {
        only(exchange, "GET");
        return Answers.now(cluster.describe());
    }

    private CompletionStage<HttpResponse> leader(Exchange exchange) {
        return Answers.now(
                switch (exchange.method()) {
                    case "GET" -> cluster.leader();
                    case "DELETE" -> cluster.abdicate(exchange);
                    default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, DELETE");
                });
    }

    /** There are none to load; a plugin's own paths are not found. */
    private CompletionStage<HttpResponse> plugins(Exchange exchange) {
        only(exchange, "GET");
        var answer = Json.object();
        answer.putArray("plugins");
        return Answers.now(Answers.ok(answer));
    }

    private CompletionStage<HttpResponse> apps(Exchange exchange, List<String> rest) {
        int size = rest.size();
        if (size == 0) {
            return switch (exchange.method()) {
                case "GET" -> apps.list(exchange);
                case "POST" -> writes.create(exchange);
                case "PUT" -> writes.updateMany(exchange, putMode(exchange));
                case "PATCH" -> writes.updateMany(exchange, AppOverlay.Mode.PATCH);
                default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, POST, PUT, PATCH");
            };
        }
        if (rest.getLast().equals("*")) {
            only(exchange, "GET");
            return apps.below(exchange, group(rest.subList(0, size - 1)));
        }
        if (size >= 2 && rest.getLast().equals("tasks")) {
            return tasksOf(exchange, rest.subList(0, size - 1));
        }
        if (size >= 3 && rest.get(size - 2).equals("tasks")) {
            only(exchange, "DELETE");
            return tasks.killOne(exchange, id(rest.subList(0, size - 2)), rest.getLast());
        }
        if (size >= 2 && rest.getLast().equals("versions")) {
            only(exchange, "GET");
            return apps.versions(id(rest.subList(0, size - 1)));
        }
        if (size >= 3 && rest.get(size - 2).equals("versions")) {
            only(exchange, "GET");
            return apps.version(id(rest.subList(0, size - 2)), rest.getLast());
        }
        if (size >= 2 && rest.getLast().equals("restart") && exchange.method().equals("POST")) {
            return apps.restart(exchange, id(rest.subList(0, size - 1)));
        }
        return app(exchange, rest);
    }

    private CompletionStage<HttpResponse> app(Exchange exchange, List<String> rest) {
        return switch (exchange.method()) {
            case "GET" -> apps.one(exchange, id(rest));
            case "PUT" -> writes.update(exchange, writtenId(rest), putMode(exchange));
            case "PATCH" -> writes.update(exchange, id(rest), AppOverlay.Mode.PATCH);
            case "DELETE" -> apps.delete(exchange, id(rest));
            default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, PUT, PATCH, DELETE");
        };
    }

    private CompletionStage<HttpResponse> tasksOf(Exchange exchange, List<String> app) {
        if (app.getLast().equals("*")) {
            only(exchange, "GET");
            return tasks.below(group(app.subList(0, app.size() - 1)));
        }
        return switch (exchange.method()) {
            case "GET" -> tasks.of(exchange, id(app));
            case "DELETE" -> tasks.killAll(exchange, id(app));
            default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, DELETE");
        };
    }

    private @Nullable CompletionStage<HttpResponse> tasks(Exchange exchange, List<String> rest) {
        if (rest.isEmpty()) {
            only(exchange, "GET");
            return tasks.all(exchange);
        }
        if (rest.equals(List.of("delete"))) {
            only(exchange, "POST");
            return tasks.killThese(exchange);
        }
        return null;
    }

    private @Nullable CompletionStage<HttpResponse> deployments(Exchange exchange, List<String> rest) {
        if (rest.isEmpty()) {
            only(exchange, "GET");
            return cluster.deployments();
        }
        if (rest.size() == 1) {
            only(exchange, "DELETE");
            return cluster.cancel(exchange, rest.getFirst());
        }
        return null;
    }

    private @Nullable CompletionStage<HttpResponse> queue(Exchange exchange, List<String> rest) {
        if (rest.isEmpty()) {
            only(exchange, "GET");
            return cluster.queue(exchange);
        }
        if (rest.size() >= 2 && rest.getLast().equals("delay")) {
            only(exchange, "DELETE");
            return cluster.resetDelay(exchange, id(rest.subList(0, rest.size() - 1)));
        }
        return null;
    }

    private static AppOverlay.Mode putMode(Exchange exchange) {
        return exchange.flag("partialUpdate", true) ? AppOverlay.Mode.MERGE : AppOverlay.Mode.REPLACE;
    }

    private static Exchange getting(Exchange exchange) {
        only(exchange, "GET");
        return exchange;
    }

    private static void only(Exchange exchange, String method) {
        if (!exchange.method().equals(method)) {
            throw HttpRefusal.methodNotAllowed(method.equals("GET") ? "GET, HEAD" : method);
        }
    }

    private static String group(List<String> segments) {
        return "/" + String.join("/", segments);
    }

    /** An id that no app can have is the id of an app that does not exist. */
    private static WorkloadId id(List<String> segments) {
        var path = group(segments);
        if (WorkloadId.faultOf(path).isPresent()) {
            throw MarathonErrors.noApp(path);
        }
        return WorkloadId.of(path);
    }

    private static WorkloadId writtenId(List<String> segments) {
        var path = group(segments);
        WorkloadId.faultOf(path).ifPresent(fault -> {
            throw Faults.notValid("/id", fault);
        });
        return WorkloadId.of(path);
    }
}

package io.troupe.gateway.troupe;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.gateway.rollout.WayBack;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deployments}, and going back: what is said to deployments that run. */
final class RolloutRoutes {
    /** A step may end while its workloads are being told; then the next one is told, at most so often. */
    private static final int ROUNDS_MAX = 3;

    private final ControlPlane controlPlane;
    private final InstantSource clock;

    RolloutRoutes(ControlPlane controlPlane, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    CompletionStage<HttpResponse> list() {
        return controlPlane.deployments().thenCombine(controlPlane.workloads(), (views, workloads) -> {
            var answer = Json.object();
            var deployments = answer.putArray("deployments");
            views.forEach(view -> deployments.add(DeploymentJson.json(view, workloads, views)));
            return Answers.ok(answer);
        });
    }

    CompletionStage<HttpResponse> one(String id) {
        return controlPlane
                .deployments()
                .thenCombine(
                        controlPlane.workloads(),
                        (views, workloads) -> Answers.ok(DeploymentJson.json(running(views, id), workloads, views)));
    }

    /** Null if there is no such path. */
    @Nullable CompletionStage<HttpResponse> told(Exchange exchange, String id, String what) {
        return switch (what) {
            case "pause" -> steer(exchange, id, RolloutSteering.PAUSE);
            case "resume" -> steer(exchange, id, RolloutSteering.RESUME);
            case "promote" -> steer(exchange, id, RolloutSteering.PROMOTE);
            case "abort" -> abort(exchange, id);
            default -> null;
        };
    }

    private CompletionStage<HttpResponse> steer(Exchange exchange, String id, RolloutSteering steering) {
        var command = new WorkloadCommand.Steer(
                DeploymentId.of(id),
                steering,
                exchange.flag("force", false),
                Cause.of(exchange.who(), exchange.line()));
        return steer(command, Told.NOBODY, ROUNDS_MAX).thenApply(told -> {
            // Whose part has ended meanwhile, or has no canaries, had nothing to be told: that is no fault if others
            // had.
            if (told.heard().isEmpty() && !told.refusals().isEmpty()) {
                throw refusal(told.refusals().getFirst());
            }
            var answer = Json.object().put("deployment", id);
            answer.set("workloads", Json.texts(told.heard()));
            return Answers.ok(answer);
        });
    }

    /**
     * Who was told, and what came of it.
     *
     * @param asked all that were asked
     * @param heard those that do it
     * @param refusals what the others said
     */
    private record Told(List<WorkloadId> asked, List<WorkloadId> heard, List<Problem> refusals) {
        static final Told NOBODY = new Told(List.of(), List.of(), List.of());

        Told and(WorkloadId workload, Optional<Problem> refusal) {
            return new Told(
                    plus(asked, workload),
                    refusal.isEmpty() ? plus(heard, workload) : heard,
                    refusal.map(problem -> plus(refusals, problem)).orElse(refusals));
        }

        private static <T> List<T> plus(List<T> list, T more) {
            return Stream.concat(list.stream(), Stream.of(more)).toList();
        }
    }

    private CompletionStage<Told> steer(WorkloadCommand.Steer command, Told before, int roundsLeft) {
        var id = command.deployment();
        return controlPlane.deployments().thenCompose(views -> {
            var view = views.stream()
                    .filter(candidate -> candidate.plan().id().equals(id))
                    .findFirst();
            var pending = view.map(DeploymentView::pending).orElse(List.of()).stream()
                    .filter(workload -> !before.asked().contains(workload))
                    .toList();
            if (before.asked().isEmpty() && pending.isEmpty()) {
                throw view.isEmpty()
                        ? noDeployment(id.value())
                        : HttpRefusal.of(409, "deployment " + id + " has not begun");
            }
            if (pending.isEmpty() || roundsLeft == 0) {
                return CompletableFuture.completedStage(before);
            }
            var told = CompletableFuture.completedStage(before);
            for (var workload : pending) {
                told = told.thenCombine(say(workload, command), (sofar, refusal) -> sofar.and(workload, refusal));
            }
            return told.thenCompose(after -> steer(command, after, roundsLeft - 1));
        });
    }

    private CompletionStage<Optional<Problem>> say(WorkloadId workload, WorkloadCommand.Steer command) {
        return controlPlane.ask(workload, command).thenApply(reply -> switch (reply) {
            case WorkloadReply.Progress _ -> Optional.empty();
            case WorkloadReply.Refused refused -> Optional.of(refused.problem());
            case WorkloadReply.Prepared _, WorkloadReply.Waiting _, WorkloadReply.Killing _, WorkloadReply.Done _ ->
                throw new AssertionError(reply);
        });
    }

    private CompletionStage<HttpResponse> abort(Exchange exchange, String id) {
        var deployment = DeploymentId.of(id);
        var revert = DeploymentId.of(UUID.randomUUID().toString());
        return controlPlane
                .cancel(deployment, revert, new Cause(exchange.who(), exchange.line(), deployment))
                .thenApply(reply -> switch (reply) {
                    case DeploymentReply.Cancelled cancelled -> {
                        var undoneBy = cancelled.revert();
                        yield Answers.ok(Json.object()
                                .put("deployment", id)
                                .put("undoneBy", undoneBy == null ? null : undoneBy.value())
                                .put("version", Json.time(cancelled.version())));
                    }
                    case DeploymentReply.Refused refused -> throw refusal(refused.problem());
                    case DeploymentReply.Accepted _, DeploymentReply.Awake _ -> throw new AssertionError(reply);
                });
    }

    /** Goes back to an earlier version, if a node can take an instance of it. With {@code check=true} it only says so. */
    CompletionStage<HttpResponse> rollback(Exchange exchange, WorkloadId id) {
        var version = versionOf(exchange);
        var check = exchange.flag("check", false);
        var force = exchange.flag("force", false);
        return controlPlane.workload(id).thenCompose(found -> {
            var view = found.orElseThrow(() -> HttpRefusal.notFound("there is no workload " + id));
            var target = target(view, version);
            var spec = view.revisionNumbered(target.revision()).orElseThrow().spec();
            return controlPlane.explain(id, spec).thenCompose(explained -> {
                var way = WayBack.of(
                        view,
                        target,
                        spec,
                        explained.orElseThrow(() -> HttpRefusal.notFound("there is no workload " + id)));
                if (check) {
                    return CompletableFuture.completedStage(Answers.ok(json(view, way)));
                }
                if (!way.open() && !force) {
                    throw new HttpRefusal(
                            409,
                            json(view, way)
                                    .put(
                                            "message",
                                            "No node can take an instance of version " + Json.time(way.version())
                                                    + " of " + id + ". Nothing was stopped."),
                            Map.of());
                }
                return goBack(exchange, view, way, force);
            });
        });
    }

    private CompletionStage<HttpResponse> goBack(Exchange exchange, WorkloadView view, WayBack way, boolean force) {
        var id = DeploymentId.of(UUID.randomUUID().toString());
        var change = new Change.Update(
                way.spec(), view.target().instances(), view.target().version(), RolloutManner.BACK);
        var plan = DeploymentPlan.of(id, clock.instant().truncatedTo(ChronoUnit.MILLIS), view.id(), change);
        return controlPlane
                .submit(plan, force, new Cause(exchange.who(), exchange.line(), id))
                .thenApply(reply -> switch (reply) {
                    case DeploymentReply.Accepted accepted ->
                        Answers.ok(json(view, way)
                                .put("deployment", accepted.deployment().value()));
                    case DeploymentReply.Refused refused -> throw refusal(refused.problem());
                    case DeploymentReply.Cancelled _, DeploymentReply.Awake _ -> throw new AssertionError(reply);
                });
    }

    private static Target target(WorkloadView view, @Nullable Instant version) {
        return version == null
                ? WayBack.before(view)
                        .orElseThrow(() -> HttpRefusal.of(
                                409, view.id() + " has no earlier version with another definition to go back to"))
                : WayBack.set(view, version)
                        .orElseThrow(() -> HttpRefusal.notFound(view.id() + " has no version " + Json.time(version)));
    }

    private static @Nullable Instant versionOf(Exchange exchange) {
        JsonNode body = exchange.body().isEmpty() ? Json.object() : exchange.json();
        var version = body.path("version");
        if (version.isMissingNode() || version.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(version.asText()).toInstant();
        } catch (DateTimeException _) {
            throw HttpRefusal.badRequest("version must be a time such as 2026-11-23T11:30:00.000Z");
        }
    }

    private static ObjectNode json(WorkloadView view, WayBack way) {
        var json = Json.object()
                .put("workload", view.id().path())
                .put("from", Json.time(view.target().at()))
                .put("to", Json.time(way.version()))
                .put("open", way.open());
        json.set("reasons", Json.texts(way.reasons()));
        return json;
    }

    private static DeploymentView running(List<DeploymentView> views, String id) {
        return views.stream()
                .filter(view -> view.plan().id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> noDeployment(id));
    }

    private static HttpRefusal noDeployment(String id) {
        return HttpRefusal.notFound("there is no deployment " + id + ", or it is over");
    }

    private static HttpRefusal refusal(Problem problem) {
        return switch (problem.code()) {
            case NOT_FOUND -> HttpRefusal.notFound(problem.message());
            case INVALID, EXISTS, STALE -> HttpRefusal.of(409, problem.message());
            case LOCKED -> locked(problem);
            case TOO_MANY -> HttpRefusal.tooMany(problem.message());
            case UNAVAILABLE -> HttpRefusal.unavailable(problem.message());
        };
    }

    /** With the deployments that hold it, as Marathon's API says it. */
    private static HttpRefusal locked(Problem problem) {
        var body = Json.object().put("message", problem.message());
        var deployments = body.putArray("deployments");
        problem.deployments().forEach(id -> deployments.addObject().put("id", id.value()));
        return new HttpRefusal(409, body, Map.of());
    }
}

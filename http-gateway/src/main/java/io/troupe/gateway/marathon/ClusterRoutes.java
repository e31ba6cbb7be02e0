package io.troupe.gateway.marathon;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.TextNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Deployments, the launch queue, and what the cluster says of itself. */
final class ClusterRoutes {
    private static final int EXPLAINED_MAX = 50;

    private final ControlPlane controlPlane;
    private final InstantSource clock;
    private final String nodeId;
    private final String version;

    ClusterRoutes(ControlPlane controlPlane, InstantSource clock, String nodeId, String version) {
        this.controlPlane = controlPlane;
        this.clock = clock;
        this.nodeId = nodeId;
        this.version = version;
    }

    CompletionStage<HttpResponse> deployments() {
        return controlPlane
                .deployments()
                .thenCompose(views -> views.isEmpty()
                        ? CompletableFuture.completedFuture(Answers.ok(Json.array()))
                        : controlPlane.workloads().thenApply(workloads -> {
                            var byId = workloads.stream()
                                    .collect(Collectors.toMap(WorkloadView::id, Function.identity(), (one, _) -> one));
                            var answer = Json.array();
                            views.forEach(view -> answer.add(DeploymentJson.json(view, byId, views)));
                            return Answers.ok(answer);
                        }));
    }

    /** Cancels and undoes; with {@code force} only cancels. */
    CompletionStage<HttpResponse> cancel(Exchange exchange, String id) {
        boolean force = exchange.flag("force", false);
        var deployment = DeploymentId.of(id);
        var revert = force ? null : DeploymentId.of(UUID.randomUUID().toString());
        return controlPlane
                .cancel(deployment, revert, Changes.cause(exchange, deployment))
                .thenApply(reply -> switch (reply) {
                    case DeploymentReply.Cancelled cancelled -> {
                        var reverting = cancelled.revert();
                        yield force || reverting == null
                                ? Answers.empty(202)
                                : Changes.respond(
                                        new Changes.Accepted(reverting, cancelled.version()),
                                        200,
                                        Changes.body(new Changes.Accepted(reverting, cancelled.version())));
                    }
                    case DeploymentReply.Refused refused ->
                        throw refused.problem().code() == ProblemCode.NOT_FOUND
                                ? HttpRefusal.notFound("DeploymentPlan " + id + " does not exist")
                                : MarathonErrors.of(refused.problem(), Optional.empty());
                    case DeploymentReply.Accepted _, DeploymentReply.Awake _ -> throw Changes.unexpected(reply);
                });
    }

    CompletionStage<HttpResponse> queue(Exchange exchange) {
        boolean offers = exchange.parameters("embed").contains("lastUnusedOffers");
        return controlPlane.workloads().thenCompose(views -> {
            var now = clock.instant();
            var waiting =
                    views.stream().filter(view -> QueueJson.waits(view, now)).toList();
            return (offers ? unusedOffers(waiting) : CompletableFuture.completedStage(UnusedOffers.NOT_ASKED_FOR))
                    .thenApply(unused -> {
                        var answer = Json.object();
                        answer.set("queue", QueueJson.queue(waiting, unused, now));
                        return Answers.ok(answer);
                    });
        });
    }

    /** What each node has free, and why it was no use; for the first of those that wait. */
    private CompletionStage<UnusedOffers> unusedOffers(List<WorkloadView> waiting) {
        var asked = waiting.stream()
                .limit(EXPLAINED_MAX)
                .map(view -> controlPlane.explain(view.id()).toCompletableFuture())
                .toList();
        return controlPlane
                .nodes()
                .thenCompose(nodes -> CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                        .thenApply(_ -> UnusedOffers.of(
                                nodes,
                                asked.stream()
                                        .flatMap(answer -> answer.join().stream())
                                        .toList())));
    }

    CompletionStage<HttpResponse> resetDelay(Exchange exchange, WorkloadId id) {
        return controlPlane.workload(id).thenCompose(found -> {
            if (found.isEmpty() || !QueueJson.waits(found.get(), clock.instant())) {
                throw HttpRefusal.notFound("Application " + id + " not found in tasks queue.");
            }
            var command = new WorkloadCommand.ResetLaunchDelay(Cause.of(exchange.who(), exchange.line()));
            return controlPlane.ask(id, command).thenApply(reply -> switch (reply) {
                case WorkloadReply.Done _ -> Answers.empty(204);
                case WorkloadReply.Refused refused -> throw MarathonErrors.of(refused.problem(), Optional.of(id));
                case WorkloadReply.Prepared _,
                        WorkloadReply.Waiting _,
                        WorkloadReply.Progress _,
                        WorkloadReply.Killing _ -> throw Changes.unexpected(reply);
            });
        });
    }

    HttpResponse leader() {
        return controlPlane
                .leader()
                .map(leader -> Answers.ok(Json.object().put("leader", leader)))
                .orElseThrow(() -> HttpRefusal.notFound("There is no leader"));
    }

    /** The broker is what there is one of; it begins anew, which nobody notices but those who wait for a place. */
    HttpResponse abdicate(Exchange exchange) {
        for (var name : List.of("backup", "restore")) {
            if (exchange.parameter(name).isPresent()) {
                throw Faults.notValid(
                        "/" + name, "is not supported: the journal is in Cassandra, which has its own backups");
            }
        }
        if (controlPlane.leader().isEmpty()) {
            throw HttpRefusal.notFound("There is no leader");
        }
        controlPlane.abdicate();
        return Answers.ok(Json.object().put("message", "Leadership abdicated"));
    }

    HttpResponse describe() {
        var answer = Json.object()
                .put("name", "troupe")
                .put("version", version)
                .put("buildref", "unknown")
                .put("elected", true)
                .put("leader", controlPlane.leader().orElse(null))
                .put("frameworkId", "troupe-" + nodeId);
        answer.putObject("marathon_config")
                .put("checkpoint", true)
                .put("executor", "//cmd")
                .put("framework_name", "troupe")
                .put("ha", true)
                .put("local_port_min", ServicePorts.FIRST)
                .put("local_port_max", ServicePorts.LAST)
                .put("mesos_role", "*")
                .putArray("features");
        answer.putObject("zookeeper_config");
        answer.putObject("http_config");
        return Answers.ok(answer);
    }

    static HttpResponse ping(Exchange exchange) {
        var accept = exchange.header("Accept").orElse("*/*");
        if (accept.contains("*/*") || accept.contains("text/plain") || accept.contains("text/*")) {
            return Answers.text(200, "pong");
        }
        if (accept.contains("text/html")) {
            return HttpResponse.create().withEntity(ContentTypes.TEXT_HTML_UTF8, "pong");
        }
        return accept.contains("application/json") || accept.contains("application/*")
                ? Answers.ok(TextNode.valueOf("pong"))
                : Answers.empty(204);
    }
}

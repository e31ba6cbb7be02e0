package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Submits changes as deployments, and tries again those that were based on a state that has moved on. */
final class Changes {
    private static final int STALE_TRIES_MAX = 5;

    private final ControlPlane controlPlane;
    private final InstantSource clock;

    Changes(ControlPlane controlPlane, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /** What was accepted. */
    record Accepted(DeploymentId deployment, java.time.Instant version) {}

    CompletionStage<Accepted> submit(
            Exchange exchange, boolean force, Supplier<CompletionStage<List<WorkloadChange>>> changes) {
        return submit(exchange, force, changes, 1);
    }

    private CompletionStage<Accepted> submit(
            Exchange exchange, boolean force, Supplier<CompletionStage<List<WorkloadChange>>> changes, int attempt) {
        return changes.get().thenCompose(list -> {
            var id = DeploymentId.of(UUID.randomUUID().toString());
            var steps = List.of(new DeploymentPlan.Step(list));
            var plan = new DeploymentPlan(id, clock.instant().truncatedTo(ChronoUnit.MILLIS), steps);
            return controlPlane.submit(plan, force, cause(exchange, id)).thenCompose(reply -> switch (reply) {
                case DeploymentReply.Accepted accepted ->
                    CompletableFuture.completedStage(new Accepted(accepted.deployment(), accepted.version()));
                case DeploymentReply.Refused refused
                when refused.problem().code() == ProblemCode.STALE && attempt < STALE_TRIES_MAX ->
                    submit(exchange, force, changes, attempt + 1);
                case DeploymentReply.Refused refused -> throw MarathonErrors.of(refused.problem(), onlyOne(list));
                case DeploymentReply.Cancelled _, DeploymentReply.Awake _ -> throw unexpected(reply);
            });
        });
    }

    CompletionStage<HttpResponse> answered(CompletionStage<Accepted> accepted, int status) {
        return accepted.thenApply(done -> respond(done, status, body(done)));
    }

    static HttpResponse respond(Accepted accepted, int status, ObjectNode body) {
        return Answers.json(status, body)
                .addHeader(RawHeader.create(
                        "Marathon-Deployment-Id", accepted.deployment().value()));
    }

    static ObjectNode body(Accepted accepted) {
        return Json.object()
                .put("version", Json.time(accepted.version()))
                .put("deploymentId", accepted.deployment().value());
    }

    static Cause cause(Exchange exchange, DeploymentId deployment) {
        return new Cause(exchange.who(), exchange.line(), deployment);
    }

    static AssertionError unexpected(Object reply) {
        return new AssertionError("not an answer to what was asked: " + reply);
    }

    private static Optional<WorkloadId> onlyOne(List<WorkloadChange> changes) {
        return changes.size() == 1 ? Optional.of(changes.getFirst().workload()) : Optional.empty();
    }
}

package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.dependency.DependencyPlanner;
import io.troupe.cluster.dependency.DependencyTree;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
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
        return changes.get()
                .thenCompose(list -> order(list).thenCompose(steps -> {
                    var id = DeploymentId.of(UUID.randomUUID().toString());
                    var plan = new DeploymentPlan(id, clock.instant().truncatedTo(ChronoUnit.MILLIS), steps);
                    return controlPlane.submit(plan, force, cause(exchange, id)).thenCompose(reply -> switch (reply) {
                        case DeploymentReply.Accepted accepted ->
                            CompletableFuture.completedStage(new Accepted(accepted.deployment(), accepted.version()));
                        case DeploymentReply.Refused refused
                        when refused.problem().code() == ProblemCode.STALE && attempt < STALE_TRIES_MAX ->
                            submit(exchange, force, changes, attempt + 1);
                        case DeploymentReply.Refused refused ->
                            throw MarathonErrors.of(refused.problem(), onlyOne(list));
                        case DeploymentReply.Cancelled _, DeploymentReply.Awake _ -> throw unexpected(reply);
                    });
                }));
    }

    /** The steps of these changes. One change that says nothing of dependencies is a step, whatever else there is. */
    CompletionStage<List<Step>> order(List<WorkloadChange> changes) {
        return changes.size() == 1 && !saysDependencies(changes.getFirst().change())
                ? CompletableFuture.completedStage(List.of(new Step(changes)))
                : controlPlane.workloads().thenApply(views -> {
                    var before = DependencyTree.of(views, List.of());
                    return steps(DependencyPlanner.plan(before, before.after(changes), changes));
                });
    }

    private static boolean saysDependencies(Change change) {
        return switch (change) {
            case Change.Create create -> !create.spec().dependencies().isEmpty();
            case Change.Update update -> !update.spec().dependencies().isEmpty();
            case Change.Scale _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> false;
        };
    }

    private static List<Step> steps(DependencyPlanner.Plan plan) {
        return switch (plan) {
            case DependencyPlanner.Plan.Steps planned -> planned.steps();
            case DependencyPlanner.Plan.Refused refused -> throw MarathonErrors.of(refused.problem(), Optional.empty());
        };
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

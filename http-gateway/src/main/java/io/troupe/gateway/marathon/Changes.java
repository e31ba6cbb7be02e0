package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.dependency.DependencyPlanner;
import io.troupe.cluster.dependency.DependencyTree;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Submits changes as deployments, and tries again those that were based on a state that has moved on. */
final class Changes {
    private static final int STALE_TRIES_MAX = 5;
    private static final int NAMED_MAX = 10;

    private final ControlPlane controlPlane;
    private final InstantSource clock;

    Changes(ControlPlane controlPlane, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /** What was accepted. */
    record Accepted(DeploymentId deployment, java.time.Instant version) {}

    /**
     * What is asked for, before its order is known.
     *
     * @param mayBereave whether others may lose what they depend on
     */
    record Proposal(List<WorkloadChange> workloads, List<GroupChange> groups, boolean mayBereave) {
        Proposal {
            workloads = List.copyOf(workloads);
            groups = List.copyOf(groups);
        }

        static Proposal of(List<WorkloadChange> workloads) {
            return new Proposal(workloads, List.of(), true);
        }
    }

    /** {@code onConflict=reject|queue|supersede}, or Marathon's {@code force}; saying both is a mistake. */
    static OnConflict onConflict(Exchange exchange, boolean forceOtherwise) {
        var said = exchange.parameter("onConflict");
        if (said.isPresent() && exchange.parameter("force").isPresent()) {
            throw HttpRefusal.badRequest("parameters 'force' and 'onConflict' say the same; give one of them");
        }
        return switch (said.orElse(null)) {
            case null -> OnConflict.of(exchange.flag("force", forceOtherwise));
            case "reject" -> OnConflict.REJECT;
            case "queue" -> OnConflict.QUEUE;
            case "supersede" -> OnConflict.SUPERSEDE;
            default -> throw HttpRefusal.badRequest("parameter 'onConflict' must be reject, queue or supersede");
        };
    }

    CompletionStage<Accepted> submit(
            Exchange exchange, OnConflict onConflict, Supplier<CompletionStage<List<WorkloadChange>>> changes) {
        return propose(exchange, onConflict, () -> changes.get().thenApply(Proposal::of));
    }

    CompletionStage<Accepted> propose(
            Exchange exchange, OnConflict onConflict, Supplier<CompletionStage<Proposal>> proposal) {
        return submit(exchange, onConflict, proposal, 1);
    }

    private CompletionStage<Accepted> submit(
            Exchange exchange, OnConflict onConflict, Supplier<CompletionStage<Proposal>> proposal, int attempt) {
        return proposal.get()
                .thenApply(asked -> onConflict == OnConflict.QUEUE ? QueuedChanges.unbased(asked) : asked)
                .thenCompose(asked -> order(asked, basis(onConflict)).thenCompose(steps -> {
                    var id = DeploymentId.of(UUID.randomUUID().toString());
                    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                    if (steps.isEmpty() && asked.groups().isEmpty()) {
                        return CompletableFuture.completedStage(new Accepted(id, now));
                    }
                    var plan = new DeploymentPlan(id, now, steps, asked.groups());
                    return controlPlane
                            .submit(plan, onConflict, cause(exchange, id))
                            .thenCompose(reply -> switch (reply) {
                                case DeploymentReply.Accepted accepted ->
                                    CompletableFuture.completedStage(
                                            new Accepted(accepted.deployment(), accepted.version()));
                                case DeploymentReply.Refused refused
                                when refused.problem().code() == ProblemCode.STALE && attempt < STALE_TRIES_MAX ->
                                    submit(exchange, onConflict, proposal, attempt + 1);
                                case DeploymentReply.Refused refused ->
                                    throw MarathonErrors.of(refused.problem(), onlyOne(asked.workloads()));
                                case DeploymentReply.Cancelled _, DeploymentReply.Awake _ -> throw unexpected(reply);
                            });
                }));
    }

    /** What would be done, in steps, and where; nothing is. */
    CompletionStage<HttpResponse> tried(Exchange exchange, CompletionStage<Proposal> proposal) {
        var basis = basis(onConflict(exchange, false));
        return proposal.thenCompose(asked -> order(asked, basis)
                .thenCombine(
                        basis.groups(),
                        (steps, groups) ->
                                new TriedChanges(basis, clock).described(steps, after(groups, asked.groups())))
                .thenCompose(described -> described)
                .thenApply(Answers::ok));
    }

    /** What a change is made from: what there is, or will be when its turn comes. */
    ControlPlane basis(OnConflict onConflict) {
        return onConflict == OnConflict.QUEUE ? new AfterTheLine(controlPlane) : controlPlane;
    }

    CompletionStage<GroupTree> tree(OnConflict onConflict) {
        var basis = basis(onConflict);
        return basis.workloads().thenCombine(basis.groups(), GroupTree::new);
    }

    /** The change of a workload that is to be new, once it is known that no group has its place and no workload lies above it. */
    CompletionStage<List<WorkloadChange>> onFreePlace(WorkloadChange asked, OnConflict onConflict) {
        var place = TreePath.of(asked.workload());
        var basis = basis(onConflict);
        return basis.workloadsAlong(place).thenCombine(basis.groups(), (views, groups) -> {
            new GroupTree(views, groups).obstacle(place).ifPresent(obstacle -> {
                throw Faults.notValid("/id", obstacle);
            });
            return List.of(asked);
        });
    }

    /** The steps of what is asked for. One change that has nothing to do with dependencies is a step, whatever else there is. */
    private static CompletionStage<List<Step>> order(Proposal proposal, ControlPlane basis) {
        if (proposal.workloads().isEmpty() && proposal.groups().isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        var alone = CompletableFuture.<List<Step>>completedStage(List.of(new Step(proposal.workloads())));
        if (!single(proposal)) {
            return basis.groups().thenCompose(groups -> ordered(proposal, groups, basis));
        }
        var change = proposal.workloads().getFirst();
        return switch (change.change()) {
            case Change.Create create -> order(proposal, create.spec(), alone, basis);
            case Change.Update update -> order(proposal, update.spec(), alone, basis);
            case Change.Scale _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> alone;
        };
    }

    private static CompletionStage<List<Step>> order(
            Proposal proposal, WorkloadSpec spec, CompletionStage<List<Step>> alone, ControlPlane basis) {
        return basis.groups().thenCompose(groups -> {
            boolean free = spec.dependencies().isEmpty()
                    && definitions(groups).stream()
                            .filter(group -> TreePath.of(spec.id()).isBelow(group.group()))
                            .allMatch(group -> group.dependencies().isEmpty());
            return free ? alone : ordered(proposal, groups, basis);
        });
    }

    /** One workload, and nothing said of groups. */
    private static boolean single(Proposal proposal) {
        return proposal.workloads().size() == 1
                && proposal.mayBereave()
                && proposal.groups().stream()
                        .allMatch(change ->
                                change.defined().isEmpty() && change.forgotten().isEmpty());
    }

    private static CompletionStage<List<Step>> ordered(Proposal proposal, List<GroupView> groups, ControlPlane basis) {
        return basis.workloads().thenApply(views -> ordered(proposal, views, groups));
    }

    private static List<GroupDefinition> definitions(List<GroupView> groups) {
        return groups.stream().flatMap(view -> view.definitions().stream()).toList();
    }

    private static List<Step> ordered(Proposal proposal, List<WorkloadView> views, List<GroupView> groups) {
        var before = DependencyTree.of(views, definitions(groups));
        var after = before.after(proposal.workloads()).withGroups(after(groups, proposal.groups()));
        var bereft = proposal.mayBereave() ? List.<DependencyTree.Saying>of() : DependencyPlanner.bereft(before, after);
        if (!bereft.isEmpty()) {
            throw Faults.notValid(
                    "/dependencies",
                    bereft.stream()
                            .limit(NAMED_MAX)
                            .map(saying -> saying.who() + " depends on " + saying.on())
                            .collect(Collectors.joining(
                                    "; ", "", ". Change that first, or override with '?force=true'.")));
        }
        return steps(DependencyPlanner.plan(before, after, proposal.workloads()));
    }

    private static List<GroupDefinition> after(List<GroupView> groups, List<GroupChange> changes) {
        var after = new TreeMap<TreePath, GroupDefinition>();
        definitions(groups).forEach(group -> after.put(group.group(), group));
        for (var change : changes) {
            change.forgotten().forEach(after::remove);
            change.defined().forEach(group -> after.put(group.group(), group));
        }
        return List.copyOf(after.values());
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

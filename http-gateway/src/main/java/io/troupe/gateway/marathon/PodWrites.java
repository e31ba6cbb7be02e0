package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v2/pods}: creating, changing and deleting pods, and killing their instances. */
final class PodWrites {
    private static final int IDS_MAX = 10_000;
    private static final Pattern INSTANCE = Pattern.compile("(.+)\\.(instance-|marathon-)([^.]+)");

    private final ControlPlane controlPlane;
    private final Changes changes;

    PodWrites(ControlPlane controlPlane, Changes changes) {
        this.controlPlane = controlPlane;
        this.changes = changes;
    }

    CompletionStage<HttpResponse> create(Exchange exchange) {
        var body = exchange.json();
        var read = new AtomicReference<@Nullable Read>();
        var onConflict = Changes.onConflict(exchange, false);
        var basis = changes.basis(onConflict);
        Supplier<CompletionStage<List<WorkloadChange>>> asked =
                () -> basis.groups().thenCompose(groups -> {
                    var definition = read(body, null, RoleRules.of(groups), read);
                    return basis.workload(definition.id()).thenCompose(present -> {
                        refuseIfPresent(present);
                        return changes.onFreePlace(Pods.changed(definition.creation()), onConflict);
                    });
                });
        if (exchange.flag("dryRun", false)) {
            return tried(exchange, asked, read);
        }
        return changes.submit(exchange, onConflict, asked).thenApply(accepted -> {
            var response = accepted(accepted, 201, read);
            return response.addHeader(RawHeader.create(
                    "Location", "/v2/pods" + known(read).definition().id()));
        });
    }

    /**
     * A definition as it was read last, and what was left out of it.
     *
     * @param standing the version of which it already is; null if it changes something
     */
    private record Read(
            AppDefinition definition,
            List<String> unknown,
            @Nullable Instant standing) {
        Read of(Instant version) {
            return new Read(definition, unknown, version);
        }
    }

    private static AppDefinition read(
            JsonNode body, @Nullable WorkloadId id, RoleRules rules, AtomicReference<@Nullable Read> read) {
        var faults = new Faults();
        var definition = PodTranslator.translate(body, id, rules, faults);
        read.set(new Read(definition, faults.unknown(), null));
        return definition;
    }

    private static Read known(AtomicReference<@Nullable Read> read) {
        return Objects.requireNonNull(read.get(), "accepted before it was read");
    }

    private static HttpResponse accepted(Changes.Accepted accepted, int status, AtomicReference<@Nullable Read> read) {
        var last = known(read);
        var version = last.standing() == null ? accepted.version() : last.standing();
        return UnknownFields.named(
                Changes.respond(
                        accepted,
                        status,
                        Pods.definition(
                                last.definition().spec(), last.definition().instances(), version)),
                last.unknown());
    }

    private CompletionStage<HttpResponse> tried(
            Exchange exchange,
            Supplier<CompletionStage<List<WorkloadChange>>> asked,
            AtomicReference<@Nullable Read> read) {
        return changes.tried(exchange, asked.get().thenApply(Changes.Proposal::of))
                .thenApply(response -> UnknownFields.named(response, known(read).unknown()));
    }

    private static void refuseIfPresent(Optional<WorkloadView> present) {
        present.ifPresent(view -> {
            throw HttpRefusal.of(
                    409, (Pods.isPod(view) ? "A pod" : "An app") + " with id [" + view.id() + "] already exists.");
        });
    }

    CompletionStage<HttpResponse> update(Exchange exchange, WorkloadId id) {
        var body = exchange.json();
        refuseOther(body, id);
        var read = new AtomicReference<@Nullable Read>();
        var onConflict = Changes.onConflict(exchange, false);
        var basis = changes.basis(onConflict);
        boolean dryRun = exchange.flag("dryRun", false);
        Supplier<CompletionStage<List<WorkloadChange>>> asked =
                () -> basis.workload(id).thenCombine(basis.groups(), (found, groups) -> {
                    var present = PodsRoutes.present(found, id);
                    var definition = read(body, id, RoleRules.of(groups).keeping(present), read);
                    var change = Pods.changed(definition.over(present));
                    if (AppOverlay.changesNothing(change, present)) {
                        read.set(known(read).of(present.target().at()));
                        return List.of();
                    }
                    return List.of(change);
                });
        if (dryRun) {
            return tried(exchange, asked, read);
        }
        return changes.submit(exchange, onConflict, asked).thenApply(accepted -> accepted(accepted, 200, read));
    }

    private static void refuseOther(JsonNode body, WorkloadId id) {
        var written = body.path("id").asText("");
        if (!written.isEmpty() && !AppTranslator.absolute(written).equals(id.path())) {
            throw HttpRefusal.of(400, "'" + id + "' does not match definition's id ('" + written + "')");
        }
    }

    /** Troupe's addition: Marathon can restart apps only. */
    CompletionStage<HttpResponse> restart(Exchange exchange, WorkloadId id) {
        Supplier<CompletionStage<List<WorkloadChange>>> asked =
                () -> controlPlane.workload(id).thenApply(found -> {
                    PodsRoutes.present(found, id);
                    return List.of(Pods.changed(new WorkloadChange(id, new Change.Restart())));
                });
        return changes.answered(changes.submit(exchange, Changes.onConflict(exchange, false), asked), 200);
    }

    CompletionStage<HttpResponse> delete(Exchange exchange, WorkloadId id) {
        Supplier<CompletionStage<Changes.Proposal>> asked =
                () -> controlPlane.workload(id).thenCombine(controlPlane.groups(), (found, groups) -> {
                    PodsRoutes.present(found, id);
                    return new Changes.Proposal(
                            List.of(Pods.changed(new WorkloadChange(id, new Change.Delete()))),
                            AppsRoutes.removal(id, groups),
                            true);
                });
        if (exchange.flag("dryRun", false)) {
            return changes.tried(exchange, asked.get());
        }
        return changes.propose(exchange, Changes.onConflict(exchange, false), asked)
                .thenApply(accepted -> Answers.empty(202)
                        .addHeader(RawHeader.create(
                                "Marathon-Deployment-Id", accepted.deployment().value()))
                        .addHeader(RawHeader.create(
                                "Location", accepted.deployment().value())));
    }

    CompletionStage<HttpResponse> killThese(Exchange exchange, WorkloadId id) {
        var body = exchange.json();
        var faults = new Faults();
        var ids = new Fields(Json.object().set("ids", body), "", faults).texts("ids");
        faults.refuse();
        if (ids.size() > IDS_MAX) {
            throw Faults.notValid("/", "has more than " + IDS_MAX + " ids");
        }
        ids.forEach(PodWrites::refuseNoInstance);
        var wanted = new HashSet<>(ids);
        return kill(exchange, id, wanted).thenApply(killed -> {
            var array = Json.array();
            killed.instances().forEach(instance -> array.add(PodStatusJson.killed(killed.view(), instance)));
            return Answers.ok(array);
        });
    }

    CompletionStage<HttpResponse> killOne(Exchange exchange, WorkloadId id, String instance) {
        refuseNoInstance(instance);
        return kill(exchange, id, Set.of(instance)).thenApply(killed -> {
            if (killed.instances().isEmpty()) {
                throw MarathonErrors.noTask(instance);
            }
            return Answers.ok(
                    PodStatusJson.killed(killed.view(), killed.instances().getFirst()));
        });
    }

    private static void refuseNoInstance(String text) {
        if (!INSTANCE.matcher(text).matches()) {
            throw Faults.notValid("/", "'" + text + "' is no id of an instance");
        }
    }

    private record Killed(WorkloadView view, List<Instance> instances) {}

    private CompletionStage<Killed> kill(Exchange exchange, WorkloadId id, Set<String> wanted) {
        return controlPlane.workload(id).thenCompose(found -> {
            var view = PodsRoutes.present(found, id);
            var victims = view.instances().stream()
                    .filter(instance -> wanted.contains(instance.id().value()))
                    .toList();
            if (victims.isEmpty()) {
                return CompletableFuture.completedStage(new Killed(view, victims));
            }
            List<InstanceId> ids = victims.stream().map(Instance::id).toList();
            var command = new WorkloadCommand.KillInstances(ids, Cause.of(exchange.who(), exchange.line()));
            return controlPlane.ask(id, command).thenApply(reply -> switch (reply) {
                case WorkloadReply.Killing _, WorkloadReply.Done _ -> new Killed(view, victims);
                case WorkloadReply.Refused refused -> throw MarathonErrors.of(refused.problem(), Optional.of(id));
                case WorkloadReply.Prepared _, WorkloadReply.Waiting _, WorkloadReply.Progress _ ->
                    throw Changes.unexpected(reply);
            });
        });
    }
}

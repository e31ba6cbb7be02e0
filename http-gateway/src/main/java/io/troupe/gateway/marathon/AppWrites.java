package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v2/apps}: creating and changing apps, one or many at once. */
final class AppWrites {
    private final ControlPlane controlPlane;
    private final Changes changes;
    private final UsedServicePorts usedServicePorts;

    AppWrites(ControlPlane controlPlane, Changes changes, UsedServicePorts usedServicePorts) {
        this.controlPlane = controlPlane;
        this.changes = changes;
        this.usedServicePorts = usedServicePorts;
    }

    CompletionStage<HttpResponse> create(Exchange exchange) {
        var body = exchange.json();
        var created = new AtomicReference<@Nullable AppDefinition>();
        var unknown = new AtomicReference<@Nullable List<String>>();
        var onConflict = Changes.onConflict(exchange, false);
        Supplier<CompletionStage<List<WorkloadChange>>> asked =
                () -> surroundings().thenCompose(around -> {
                    var faults = new Faults();
                    var definition =
                            AppTranslator.translate(body, null, around.servicePorts(null), around.roles(), faults);
                    unknown.set(faults.unknown());
                    return present(definition.id(), onConflict).thenCompose(present -> {
                        refuseIfPresent(present);
                        created.set(definition);
                        return changes.onFreePlace(definition.creation(), onConflict);
                    });
                });
        if (exchange.flag("dryRun", false)) {
            return tried(exchange, asked, unknown);
        }
        return changes.submit(exchange, onConflict, asked).thenApply(accepted -> {
            var definition = created.get();
            if (definition == null) {
                throw new AssertionError("accepted before it was made");
            }
            var version = Json.time(accepted.version());
            var app = AppJson.full(definition.spec(), definition.instances());
            app.put("version", version);
            app.putObject("versionInfo").put("lastScalingAt", version).put("lastConfigChangeAt", version);
            app.put("tasksStaged", 0)
                    .put("tasksRunning", 0)
                    .put("tasksHealthy", 0)
                    .put("tasksUnhealthy", 0);
            app.putArray("deployments")
                    .addObject()
                    .put("id", accepted.deployment().value());
            app.putArray("tasks");
            var response = AppsRoutes.located(Changes.respond(accepted, 201, app), definition.id());
            return UnknownFields.named(response, unknown.get());
        });
    }

    /** The app as a change finds it. */
    private CompletionStage<Optional<WorkloadView>> present(WorkloadId id, OnConflict onConflict) {
        return new AppsAlone(changes.basis(onConflict)).workload(id);
    }

    private CompletionStage<Surroundings> surroundings() {
        return usedServicePorts
                .known()
                .thenCombine(controlPlane.groups(), (ports, groups) -> new Surroundings(ports, RoleRules.of(groups)));
    }

    private CompletionStage<HttpResponse> tried(
            Exchange exchange,
            Supplier<CompletionStage<List<WorkloadChange>>> asked,
            AtomicReference<@Nullable List<String>> unknown) {
        return changes.tried(exchange, asked.get().thenApply(Changes.Proposal::of))
                .thenApply(response -> UnknownFields.named(response, unknown.get()));
    }

    private static void refuseIfPresent(Optional<WorkloadView> present) {
        present.ifPresent(view -> {
            throw HttpRefusal.of(409, "An app with id [" + view.id() + "] already exists.");
        });
    }

    /** An array of apps, changed in one deployment. */
    CompletionStage<HttpResponse> updateMany(Exchange exchange, AppOverlay.Mode mode) {
        var body = exchange.json();
        boolean dryRun = exchange.flag("dryRun", false);
        if (!body.isArray()) {
            var faults = new Faults();
            faults.type("/", "jsarray");
            faults.refuse();
        }
        if (body.size() > DeploymentPlan.WORKLOADS_MAX) {
            throw Faults.notValid("/", "has more than " + DeploymentPlan.WORKLOADS_MAX + " apps");
        }
        var unknown = new AtomicReference<@Nullable List<String>>();
        Supplier<CompletionStage<List<WorkloadChange>>> asked = () -> changes.tree(Changes.onConflict(exchange, false))
                .thenCombine(usedServicePorts.known(), (tree, ports) -> {
                    var faults = new Faults();
                    var overlay = new AppOverlay(mode, new Surroundings(ports, tree.roles()), faults);
                    var list = new ArrayList<WorkloadChange>();
                    var seen = new HashSet<WorkloadId>();
                    var isNew = new TreeMap<TreePath, String>();
                    for (int index = 0; index < body.size(); index++) {
                        var path = "(" + index + ")";
                        var id = AppTranslator.idOf(new Fields(body.get(index), path, faults), null);
                        if (id == null) {
                            continue;
                        }
                        if (!seen.add(id)) {
                            faults.rule(path + "/id", "occurs twice");
                            continue;
                        }
                        var place = TreePath.of(id);
                        var present = tree.workload(place)
                                .filter(view -> !Pods.isPod(view))
                                .orElse(null);
                        if (present == null && mode != AppOverlay.Mode.PATCH) {
                            tree.obstacle(place)
                                    .ifPresentOrElse(
                                            obstacle -> faults.rule(path + "/id", obstacle),
                                            () -> isNew.put(place, path));
                        }
                        var version = mode == AppOverlay.Mode.REPLACE ? null : rollbackOf(body.get(index));
                        var change = version == null
                                ? overlay.change(body.get(index), path, id, present)
                                : rolledBack(id, present, version, RolloutManner.BY_POLICY);
                        if (change != null && !AppOverlay.changesNothing(change, present)) {
                            list.add(change);
                        }
                    }
                    noteNewBelowNew(isNew, faults);
                    faults.refuse();
                    unknown.set(faults.unknown());
                    return List.copyOf(list);
                });
        if (dryRun) {
            return tried(exchange, asked, unknown);
        }
        var accepted = changes.submit(exchange, Changes.onConflict(exchange, false), asked);
        return changes.answered(accepted, 200).thenApply(response -> UnknownFields.named(response, unknown.get()));
    }

    /** What is new must not lie below what is new either. */
    private static void noteNewBelowNew(NavigableMap<TreePath, String> isNew, Faults faults) {
        isNew.forEach((place, path) -> {
            for (var upper = place.parent();
                    upper.isPresent();
                    upper = upper.get().parent()) {
                if (isNew.containsKey(upper.get())) {
                    faults.rule(path + "/id", place + " lies below " + upper.get() + ", which is an app, not a group");
                }
            }
        });
    }

    CompletionStage<HttpResponse> update(Exchange exchange, WorkloadId id, AppOverlay.Mode mode) {
        var body = exchange.json();
        var manner = manner(exchange);
        var onConflict = Changes.onConflict(exchange, false);
        boolean dryRun = exchange.flag("dryRun", false);
        var isNew = new boolean[1];
        var unknown = new AtomicReference<@Nullable List<String>>();
        Supplier<CompletionStage<List<WorkloadChange>>> asked = () -> present(id, onConflict)
                .thenCombine(surroundings(), (found, around) -> {
                    var present = found.orElse(null);
                    isNew[0] = present == null;
                    var faults = new Faults();
                    var version = mode == AppOverlay.Mode.REPLACE ? null : rollbackOf(body);
                    var change = version == null
                            ? new AppOverlay(mode, around, faults).change(body, "", id, present)
                            : rolledBack(id, present, version, manner);
                    faults.refuse();
                    unknown.set(faults.unknown());
                    if (change == null) {
                        throw new AssertionError("a change without faults could not be made");
                    }
                    return AppOverlay.changesNothing(change, present)
                            ? List.<WorkloadChange>of()
                            : List.of(version == null ? inManner(change, manner) : change);
                })
                .thenCompose(changed -> isNew[0]
                        ? changes.onFreePlace(changed.getFirst(), onConflict)
                        : CompletableFuture.completedStage(changed));
        if (dryRun) {
            return tried(exchange, asked, unknown);
        }
        var accepted = changes.submit(exchange, onConflict, asked);
        return accepted.thenApply(done -> {
            var response =
                    UnknownFields.named(Changes.respond(done, isNew[0] ? 201 : 200, Changes.body(done)), unknown.get());
            return isNew[0] ? AppsRoutes.located(response, id) : response;
        });
    }

    /** What is as it was but for the number of instances is scaled, not replaced. */
    private static WorkloadChange rolledBack(
            WorkloadId id, @Nullable WorkloadView present, String version, RolloutManner manner) {
        if (present == null) {
            throw MarathonErrors.noApp(id.path());
        }
        if (manner != RolloutManner.BY_POLICY) {
            throw HttpRefusal.badRequest(
                    "parameter 'rollout' cannot be given beside a version to go back to; send that version's definition");
        }
        var past = Versions.find(present, version);
        long basedOn = present.target().version();
        return new WorkloadChange(
                id,
                AppDefinition.isScaled(past.spec(), present)
                        ? new Change.Scale(past.instances(), basedOn)
                        : new Change.Update(past.spec(), past.instances(), basedOn, RolloutManner.BACK));
    }

    /** {@code rollout=blueGreen}: all new instances beside all old ones, which go once the new ones are promoted. */
    private static RolloutManner manner(Exchange exchange) {
        return switch (exchange.parameter("rollout").orElse("")) {
            case "" -> RolloutManner.BY_POLICY;
            case "blueGreen" -> RolloutManner.BLUE_GREEN;
            default -> throw HttpRefusal.badRequest("parameter 'rollout' must be blueGreen");
        };
    }

    private static WorkloadChange inManner(WorkloadChange asked, RolloutManner manner) {
        if (manner == RolloutManner.BLUE_GREEN
                && asked.change() instanceof Change.Update update
                && update.spec().slots() != null) {
            throw Faults.notValid("/slots", "leaves no room for the new beside the old: not to be had with blueGreen");
        }
        return asked.change() instanceof Change.Update update
                ? new WorkloadChange(
                        asked.workload(),
                        new Change.Update(update.spec(), update.instances(), update.basedOn(), manner))
                : asked;
    }

    /** A body that names a version and, at most, the id, asks for that version again. */
    private static @Nullable String rollbackOf(JsonNode body) {
        if (!body.isObject() || !body.hasNonNull("version") || body.size() > (body.has("id") ? 2 : 1)) {
            return null;
        }
        if (!body.get("version").isTextual()) {
            var faults = new Faults();
            faults.type("/version", "jsstring");
            faults.refuse();
        }
        return body.get("version").textValue();
    }
}

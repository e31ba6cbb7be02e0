package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v2/groups}: creating, changing, scaling, rolling back and deleting groups, each with all below it as one deployment. */
final class GroupWrites {
    private static final double FACTOR_MAX = 1_000_000;

    private final Changes changes;
    private final UsedServicePorts usedServicePorts;
    private final GroupVersions versions;

    GroupWrites(Changes changes, UsedServicePorts usedServicePorts, GroupVersions versions) {
        this.changes = changes;
        this.usedServicePorts = usedServicePorts;
        this.versions = versions;
    }

    CompletionStage<HttpResponse> create(Exchange exchange, TreePath inPath) {
        var body = exchange.json();
        var group = effective(body, inPath);
        var onConflict = Changes.onConflict(exchange, false);
        var unknown = new AtomicReference<@Nullable List<String>>();
        Supplier<CompletionStage<Changes.Proposal>> proposal =
                () -> changes.tree(onConflict).thenCombine(usedServicePorts.known(), (tree, ports) -> {
                    refuseIfPresent(tree, group);
                    var faults = new Faults();
                    var draft = new GroupDraft(tree);
                    new GroupTranslator(draft, ports, faults).update(body, group);
                    faults.refuse();
                    unknown.set(faults.unknown());
                    return draft.proposal(true);
                });
        if (exchange.flag("dryRun", false)) {
            return changes.tried(exchange, proposal.get())
                    .thenApply(response -> UnknownFields.named(response, unknown.get()));
        }
        return changes.propose(exchange, onConflict, proposal)
                .thenApply(accepted -> UnknownFields.named(
                        Changes.respond(accepted, 201, Changes.body(accepted))
                                .addHeader(RawHeader.create("Location", "/v2/groups" + group.path())),
                        unknown.get()));
    }

    private static void refuseIfPresent(GroupTree tree, TreePath group) {
        if (tree.workload(group).isPresent()) {
            throw HttpRefusal.of(409, "An app with the path " + group + " already exists.");
        }
        if (tree.exists(group) && !(group.isRoot() && tree.groupsIn(group).isEmpty())) {
            throw HttpRefusal.of(409, "Group " + group + " is already created. Use PUT to change this group.");
        }
    }

    CompletionStage<HttpResponse> update(Exchange exchange, TreePath inPath) {
        var body = exchange.json();
        var group = effective(body, inPath);
        var onConflict = Changes.onConflict(exchange, false);
        var unknown = new AtomicReference<@Nullable List<String>>();
        Supplier<CompletionStage<Changes.Proposal>> proposal =
                () -> changes.tree(onConflict).thenCompose(tree -> {
                    if (tree.workload(group).isPresent()) {
                        throw HttpRefusal.of(409, "An app with the path " + group + " already exists.");
                    }
                    var mode = new Fields(body, "", new Faults());
                    if (alone(body, "version", "scaleBy") && mode.has("version")) {
                        return versions.rollback(tree, group, text(body, "version"));
                    }
                    return alone(body, "scaleBy") && mode.has("scaleBy")
                            ? CompletableFuture.completedStage(scaled(tree, group, body))
                            : usedServicePorts.known().thenApply(ports -> {
                                var faults = new Faults();
                                var draft = new GroupDraft(tree);
                                if (mode.has("scaleBy")) {
                                    faults.rule("/scaleBy", "must stand alone");
                                }
                                new GroupTranslator(draft, ports, faults).update(body, group);
                                faults.refuse();
                                unknown.set(faults.unknown());
                                return draft.proposal(true);
                            });
                });
        if (exchange.flag("dryRun", false)) {
            return changes.tried(exchange, proposal.get())
                    .thenApply(response -> UnknownFields.named(response, unknown.get()));
        }
        return changes.answered(changes.propose(exchange, onConflict, proposal), 200)
                .thenApply(response -> UnknownFields.named(response, unknown.get()));
    }

    /** Whether the body has these fields and, at most, the id. */
    private static boolean alone(JsonNode body, String... fields) {
        var others = new HashSet<String>();
        body.fieldNames().forEachRemaining(others::add);
        others.remove("id");
        others.removeAll(List.of(fields));
        return others.isEmpty();
    }

    private static String text(JsonNode body, String field) {
        if (!body.get(field).isTextual()) {
            var faults = new Faults();
            faults.type("/" + field, "jsstring");
            faults.refuse();
        }
        return body.get(field).textValue();
    }

    private static Changes.Proposal scaled(GroupTree tree, TreePath group, JsonNode body) {
        if (!tree.exists(group)) {
            throw MarathonErrors.noGroup(group.path());
        }
        var faults = new Faults();
        double factor = new Fields(body, "", faults).number("scaleBy", 1, 0, FACTOR_MAX);
        var draft = new GroupDraft(tree);
        draft.touch(group);
        for (var view : tree.workloadsBelow(group)) {
            if (view.spec().followsNodes()) {
                continue;
            }
            double wanted = Math.ceil(view.target().instances() * factor);
            if (wanted > WorkloadSpec.INSTANCES_MAX) {
                faults.rule(
                        "/scaleBy", "gives " + view.id() + " more than " + WorkloadSpec.INSTANCES_MAX + " instances");
            } else if (wanted > 1 && SingleInstance.is(view.spec().labels())) {
                faults.rule("/scaleBy", "gives " + view.id() + " more than one instance, which its label forbids");
            } else if ((int) wanted != view.target().instances()) {
                draft.change(Pods.changed(
                        view,
                        new WorkloadChange(
                                view.id(),
                                new Change.Scale((int) wanted, view.target().version()))));
            }
        }
        faults.refuse();
        return draft.proposal(true);
    }

    CompletionStage<HttpResponse> delete(Exchange exchange, TreePath group) {
        var onConflict = Changes.onConflict(exchange, false);
        Supplier<CompletionStage<Changes.Proposal>> proposal =
                () -> changes.tree(onConflict).thenApply(tree -> {
                    if (!tree.exists(group)) {
                        throw MarathonErrors.noGroup(group.path());
                    }
                    var draft = new GroupDraft(tree);
                    if (group.isRoot()) {
                        tree.groupsIn(group).forEach(draft::deleteFrom);
                        tree.workloadsIn(group).forEach(view -> draft.delete(view.id()));
                    } else {
                        draft.deleteFrom(group);
                    }
                    return draft.proposal(onConflict == OnConflict.SUPERSEDE);
                });
        return exchange.flag("dryRun", false)
                ? changes.tried(exchange, proposal.get())
                : changes.answered(changes.propose(exchange, onConflict, proposal), 200);
    }

    CompletionStage<HttpResponse> enforceRole(Exchange exchange, TreePath group) {
        var body = exchange.json();
        if (group.segments().size() != 1) {
            throw Faults.notValid("/", "enforceRole can be set on groups of the first level only");
        }
        var faults = new Faults();
        var fields = new Fields(body, "", faults);
        var enforceRole = fields.has("enforceRole") ? Boolean.valueOf(fields.flag("enforceRole", false)) : null;
        faults.refuse();
        Supplier<CompletionStage<Changes.Proposal>> proposal = () -> tree().thenApply(tree -> {
            if (!tree.exists(group)) {
                throw MarathonErrors.noGroup(group.path());
            }
            var draft = new GroupDraft(tree);
            draft.touch(group);
            draft.define(new GroupDefinition(group, tree.definition(group).dependencies(), enforceRole));
            return draft.proposal(true);
        });
        if (exchange.flag("dryRun", false)) {
            return changes.tried(exchange, proposal.get());
        }
        return changes.propose(exchange, OnConflict.REJECT, proposal).thenApply(_ -> Answers.empty(200));
    }

    /** The id in the body is laid over that of the path, as in Marathon. */
    private static TreePath effective(JsonNode body, TreePath inPath) {
        var faults = new Faults();
        var id = new Fields(body, "", faults).text("id");
        faults.refuse();
        var path = id == null ? inPath.path() : inPath.resolved(id);
        TreePath.faultOf(path).ifPresent(fault -> {
            throw Faults.notValid("/id", fault);
        });
        return TreePath.of(path);
    }

    CompletionStage<GroupTree> tree() {
        return changes.tree(OnConflict.REJECT);
    }
}

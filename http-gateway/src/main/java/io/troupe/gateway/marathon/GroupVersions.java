package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Groups as they were: what was said of them, and the apps below them by the last target that each had been given until then.
 *
 * <p>Apps that are there are read from memory, as far as it reaches; what a change of groups has deleted since is read from its journal.
 */
final class GroupVersions {
    private final ControlPlane controlPlane;

    GroupVersions(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** A group at one moment, with its apps and pods. */
    record Past(Instant at, List<GroupDefinition> definitions, NavigableMap<TreePath, Original> apps) {}

    static Optional<Instant> parse(String version) {
        try {
            return Optional.of(OffsetDateTime.parse(version).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The group as it was at one of its versions; empty if it has none of that time. */
    CompletionStage<Optional<Past>> past(GroupTree tree, TreePath group, Instant at) {
        if (!tree.versions(group).contains(at)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        var definitions = tree.tenantsOf(group).stream()
                .flatMap(view -> view.definitionsAt(at).stream())
                .filter(definition -> definition.group().isAtOrBelow(group))
                .toList();
        return apps(tree, group, at).thenApply(apps -> Optional.of(new Past(at, definitions, apps)));
    }

    private CompletionStage<NavigableMap<TreePath, Original>> apps(GroupTree tree, TreePath group, Instant at) {
        NavigableMap<TreePath, Original> apps = new TreeMap<>();
        var toRead = new ArrayList<WorkloadId>();
        for (var view : tree.workloadsBelow(group)) {
            if (view.targets().getFirst().at().isAfter(at)) {
                toRead.add(view.id());
            } else {
                of(view, at)
                        .ifPresentOrElse(
                                original -> apps.put(TreePath.of(view.id()), original), () -> toRead.add(view.id()));
            }
        }
        tree.tenantsOf(group).stream()
                .flatMap(view -> view.removedAfter(at).stream())
                .filter(removed -> TreePath.of(removed).isBelow(group))
                .filter(removed -> tree.workload(TreePath.of(removed)).isEmpty())
                .forEach(toRead::add);
        CompletionStage<NavigableMap<TreePath, Original>> result = CompletableFuture.completedStage(apps);
        for (var workload : toRead) {
            result = result.thenCombine(controlPlane.definitionAt(workload, at), (known, found) -> {
                found.ifPresent(original -> known.put(TreePath.of(workload), original));
                return known;
            });
        }
        return result;
    }

    private static Optional<Original> of(WorkloadView view, Instant at) {
        return view.targets().stream()
                .filter(target -> !target.at().isAfter(at))
                .reduce((_, later) -> later)
                .flatMap(target -> view.revisionNumbered(target.revision())
                        .map(revision -> new Original(revision.spec(), target.instances())));
    }

    static ObjectNode json(Past past, TreePath group, GroupJson.Depth depth) {
        var own = past.definitions().stream()
                .filter(definition -> definition.group().equals(group))
                .findFirst()
                .orElse(GroupDefinition.empty(group));
        var json = GroupJson.head(own, past.at());
        if (depth.apps()) {
            var apps = json.putArray("apps");
            past.apps().forEach((id, original) -> {
                if (id.parent().equals(Optional.of(group)) && !Pods.isPod(original.spec())) {
                    apps.add(AppJson.full(original.spec(), original.instances()).put("version", Json.time(past.at())));
                }
            });
        }
        if (depth.pods()) {
            var pods = json.putArray("pods");
            past.apps().forEach((id, original) -> {
                if (id.parent().equals(Optional.of(group)) && Pods.isPod(original.spec())) {
                    pods.add(Pods.definition(original.spec(), original.instances(), past.at()));
                }
            });
        }
        if (depth.groups()) {
            var groups = json.putArray("groups");
            childrenOf(past, group).forEach(child -> groups.add(json(past, child, depth)));
        }
        return json;
    }

    private static List<TreePath> childrenOf(Past past, TreePath group) {
        var children = new TreeMap<TreePath, TreePath>();
        past.definitions()
                .forEach(definition -> child(definition.group(), group).ifPresent(c -> children.put(c, c)));
        past.apps()
                .keySet()
                .forEach(app ->
                        app.parent().flatMap(parent -> child(parent, group)).ifPresent(c -> children.put(c, c)));
        return List.copyOf(children.values());
    }

    /** The place right below the group on the way to that one. */
    private static Optional<TreePath> child(TreePath place, TreePath group) {
        if (!place.isBelow(group)) {
            return Optional.empty();
        }
        int level = group.segments().size();
        return Optional.of(TreePath.of("/" + String.join("/", place.segments().subList(0, level + 1))));
    }

    /** What brings the group, and all below it, back to a version. */
    CompletionStage<Changes.Proposal> rollback(GroupTree tree, TreePath group, String version) {
        var at = parse(version)
                .orElseThrow(() -> HttpRefusal.of(
                        422, "'" + version + "' is no version: versions are times such as 2026-11-23T11:30:00.000Z"));
        if (!tree.exists(group)) {
            throw MarathonErrors.noGroup(group.path());
        }
        return past(tree, group, at).thenApply(found -> {
            var past = found.orElseThrow(
                    () -> HttpRefusal.of(422, "Group " + group + " not available in version " + version));
            var draft = new GroupDraft(tree);
            draft.touch(group);
            past.definitions().forEach(draft::define);
            tree.definitionsFrom(group).stream()
                    .filter(definition -> past.definitions().stream()
                            .noneMatch(other -> other.group().equals(definition.group())))
                    .forEach(definition -> draft.forget(definition.group()));
            tree.workloadsBelow(group).stream()
                    .filter(view -> !past.apps().containsKey(TreePath.of(view.id())))
                    .forEach(view -> draft.delete(view.id()));
            past.apps().forEach((id, original) -> change(tree, id, original).ifPresent(draft::change));
            return draft.proposal(true);
        });
    }

    private static Optional<WorkloadChange> change(GroupTree tree, TreePath id, Original original) {
        var present = tree.workload(id);
        if (present.isEmpty()) {
            return Optional.of(
                    new WorkloadChange(original.spec().id(), new Change.Create(original.spec(), original.instances())));
        }
        var view = present.get();
        boolean sameSpec = view.spec().equals(original.spec());
        if (sameSpec && view.target().instances() == original.instances()) {
            return Optional.empty();
        }
        long basedOn = view.target().version();
        return Optional.of(Pods.changed(
                view,
                new WorkloadChange(
                        view.id(),
                        sameSpec
                                ? new Change.Scale(original.instances(), basedOn)
                                : new Change.Update(original.spec(), original.instances(), basedOn))));
    }
}

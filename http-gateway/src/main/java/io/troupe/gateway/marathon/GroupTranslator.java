package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of what a group shall be, as Marathon sends it: apps and groups that a list leaves out go, a list that is left out stays as it is.
 */
final class GroupTranslator {
    private static final int DEPTH_MAX = 32;
    private static final Set<String> FIELDS =
            Set.of("id", "apps", "groups", "dependencies", "enforceRole", "scaleBy", "version", "pods");

    private final GroupDraft draft;
    private final Surroundings around;
    private final Faults faults;
    private final Set<TreePath> seen = new HashSet<>();

    /** @param ports takes a service port if it is free */
    GroupTranslator(GroupDraft draft, IntPredicate ports, Faults faults) {
        this.draft = draft;
        this.around = new Surroundings(ports, draft.roles());
        this.faults = faults;
    }

    /** Reads the whole tree that was sent for this group into the draft, and notes what is wrong with it. */
    void update(JsonNode sent, TreePath group) {
        update(sent, "", group);
    }

    /** @param path where it stands in what was sent */
    void update(JsonNode sent, String path, TreePath group) {
        draft.tree().workloadAbove(group).ifPresent(obstacle -> faults.rule(path + "/id", obstacle));
        draft.touch(group);
        draft.defineAbove(group);
        update(new Fields(sent, path, faults), sent, path, group, 0);
    }

    private void update(Fields fields, JsonNode sent, String path, TreePath group, int depth) {
        if (!sent.isObject()) {
            return;
        }
        if (depth > DEPTH_MAX) {
            faults.rule(path, "lies more than " + DEPTH_MAX + " groups deep");
            return;
        }
        fields.known(FIELDS);
        define(fields, path, group);
        apps(fields, group);
        pods(fields, group);
        groups(fields, group, depth);
    }

    private void define(Fields fields, String path, TreePath group) {
        var present = draft.tree().definition(group);
        var dependencies = fields.has("dependencies") ? Dependencies.read(fields, group) : present.dependencies();
        if (group.isRoot()) {
            if (!dependencies.isEmpty()) {
                faults.rule(path + "/dependencies", "must be empty: everything lies below the root");
            }
            return;
        }
        var enforceRole =
                fields.has("enforceRole") ? Boolean.valueOf(fields.flag("enforceRole", false)) : present.enforceRole();
        if (enforceRole != null && group.segments().size() > 1) {
            if (enforceRole) {
                faults.rule(path + "/enforceRole", "can be set on groups of the first level only");
            }
            enforceRole = null;
        }
        draft.define(new GroupDefinition(group, dependencies, enforceRole));
    }

    private void apps(Fields fields, TreePath group) {
        if (!fields.has("apps")) {
            return;
        }
        var listed = new HashSet<TreePath>();
        for (var item : fields.items("apps")) {
            var id = childOf(new Fields(item.node(), item.path(), faults), group);
            if (id != null) {
                listed.add(id);
                app(item, id, group, !fields.has("groups"));
            }
        }
        draft.tree().workloadsIn(group).stream()
                .filter(view -> !Pods.isPod(view) && !listed.contains(TreePath.of(view.id())))
                .forEach(view -> draft.delete(view.id()));
    }

    private void pods(Fields fields, TreePath group) {
        if (!fields.has("pods")) {
            return;
        }
        var listed = new HashSet<TreePath>();
        for (var item : fields.items("pods")) {
            var id = childOf(new Fields(item.node(), item.path(), faults), group);
            if (id != null) {
                listed.add(id);
                pod(item, id);
            }
        }
        draft.tree().workloadsIn(group).stream()
                .filter(view -> Pods.isPod(view) && !listed.contains(TreePath.of(view.id())))
                .forEach(view -> draft.delete(view.id()));
    }

    private void pod(Fields.Item item, TreePath id) {
        var present = draft.tree().workload(id).orElse(null);
        if (draft.tree().defines(id) || (present != null && !Pods.isPod(present))) {
            faults.rule(item.path() + "/id", id + (present == null ? " is a group" : " is an app"));
            return;
        }
        var definition =
                PodTranslator.read(item.node(), item.path(), WorkloadId.of(id.path()), around.roles(present), faults);
        if (definition == null) {
            return;
        }
        var change = Pods.changed(present == null ? definition.creation() : definition.over(present));
        if (!AppOverlay.changesNothing(change, present)) {
            draft.change(change);
        }
    }

    /** @param groupsStay whether the groups that are there are kept: then no app can have the id of one */
    private void app(Fields.Item item, TreePath id, TreePath group, boolean groupsStay) {
        if (draft.tree().defines(id)
                || groupsStay
                        && draft.tree().exists(id)
                        && draft.tree().workload(id).isEmpty()) {
            faults.rule(item.path() + "/id", id + " is a group");
            return;
        }
        var present = draft.tree().workload(id).orElse(null);
        if (present != null && Pods.isPod(present)) {
            faults.rule(item.path() + "/id", id + " is a pod");
            return;
        }
        var overlay = new AppOverlay(AppOverlay.Mode.REPLACE, around, faults);
        var change = overlay.change(resolved(item.node(), id, group), item.path(), WorkloadId.of(id.path()), present);
        if (change != null && !AppOverlay.changesNothing(change, present)) {
            draft.change(change);
        }
    }

    /** With absolute dependencies: in a group they are relative to it. */
    private static JsonNode resolved(JsonNode app, TreePath id, TreePath group) {
        var absolute = (ObjectNode) app.deepCopy();
        absolute.put("id", id.path());
        if (absolute.path("dependencies").isArray()) {
            var dependencies = Json.array();
            absolute.path("dependencies").forEach(path -> {
                if (path.isTextual()) {
                    dependencies.add(group.resolved(path.textValue()));
                } else {
                    dependencies.add(path);
                }
            });
            absolute.set("dependencies", dependencies);
        }
        return absolute;
    }

    private void groups(Fields fields, TreePath group, int depth) {
        if (!fields.has("groups")) {
            return;
        }
        var listed = new HashSet<TreePath>();
        for (var item : fields.items("groups")) {
            var inner = new Fields(item.node(), item.path(), faults);
            var id = childOf(inner, group);
            if (id != null) {
                listed.add(id);
                if (draft.tree().workload(id).isPresent()) {
                    faults.rule(inner.path("id"), id + " is an app");
                } else {
                    update(inner, item.node(), item.path(), id, depth + 1);
                }
            }
        }
        draft.tree().groupsIn(group).stream()
                .filter(child -> !listed.contains(child))
                .forEach(draft::deleteFrom);
    }

    /** The absolute path of what is written in a group; null, and noted, if it is none, not right below the group, or there twice. */
    private @Nullable TreePath childOf(Fields fields, TreePath group) {
        var written = fields.text("id");
        if (written == null) {
            if (!fields.has("id")) {
                faults.missing(fields.path("id"));
            }
            return null;
        }
        var path = group.resolved(written);
        var fault = TreePath.faultOf(path);
        if (fault.isPresent()) {
            faults.rule(fields.path("id"), fault.get());
            return null;
        }
        var id = TreePath.of(path);
        if (!id.parent().equals(Optional.of(group))) {
            faults.rule(
                    fields.path("id"),
                    "identifier " + id + " is not child of " + group + ". Hint: use relative paths.");
            return null;
        }
        if (!seen.add(id)) {
            faults.rule(fields.path("id"), "occurs twice");
            return null;
        }
        return id;
    }
}

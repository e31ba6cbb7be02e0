package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one change of what several apps, pods and groups shall be: each app and pod whole, each group as in a request of its own. What contradicts itself is named by where
 * it stands.
 */
final class DefinitionsTranslator {
    private static final Set<String> FIELDS = Set.of("apps", "pods", "groups");

    private final GroupDraft draft;
    private final IntPredicate ports;
    private final Surroundings around;
    private final Faults faults;
    private final Map<TreePath, String> placed = new LinkedHashMap<>();

    /** @param ports takes a service port if it is free */
    DefinitionsTranslator(GroupDraft draft, IntPredicate ports, Faults faults) {
        this.draft = draft;
        this.ports = ports;
        this.around = new Surroundings(ports, draft.roles());
        this.faults = faults;
    }

    void read(JsonNode body) {
        var fields = new Fields(body, "", faults);
        if (!body.isObject()) {
            faults.type("/", "jsobject");
            return;
        }
        fields.known(FIELDS);
        var apps = fields.items("apps");
        var pods = fields.items("pods");
        var groups = fields.items("groups");
        int count = apps.size() + pods.size() + groups.size();
        if (count == 0 || count > DeploymentPlan.WORKLOADS_MAX) {
            faults.rule("/", "must have 1 to " + DeploymentPlan.WORKLOADS_MAX + " apps, pods and groups");
            return;
        }
        groups(groups);
        apps.forEach(this::app);
        pods.forEach(this::pod);
        if (faults.none()) {
            notePlaces();
        }
    }

    private void groups(List<Fields.Item> items) {
        var given = new ArrayList<TreePath>();
        for (var item : items) {
            var group = groupOf(item);
            if (group == null) {
                continue;
            }
            var around = given.stream()
                    .filter(other -> group.isAtOrBelow(other) || other.isAtOrBelow(group))
                    .findFirst();
            if (around.isPresent()) {
                faults.rule(
                        item.path() + "/id",
                        group + " and " + around.get() + " cannot both be given: one has the other");
            } else if (draft.tree().workload(group).isPresent()) {
                faults.rule(item.path() + "/id", group + " is an app or a pod");
            } else {
                given.add(group);
                new GroupTranslator(draft, ports, faults).update(item.node(), item.path(), group);
            }
        }
    }

    private @Nullable TreePath groupOf(Fields.Item item) {
        var id = new Fields(item.node(), item.path(), faults).text("id");
        if (id == null) {
            faults.missing(item.path() + "/id");
            return null;
        }
        var path = TreePath.ROOT.resolved(id);
        var fault = TreePath.faultOf(path);
        fault.ifPresent(wrong -> faults.rule(item.path() + "/id", wrong));
        return fault.isPresent() ? null : TreePath.of(path);
    }

    private void app(Fields.Item item) {
        var id = AppTranslator.idOf(new Fields(item.node(), item.path(), faults), null);
        if (id == null || contradicts(item, id)) {
            return;
        }
        var present = draft.tree().workload(TreePath.of(id)).orElse(null);
        if (present != null && Pods.isPod(present)) {
            faults.rule(item.path() + "/id", id + " is a pod");
            return;
        }
        var change =
                new AppOverlay(AppOverlay.Mode.REPLACE, around, faults).change(item.node(), item.path(), id, present);
        if (change != null) {
            change(item, change, present);
        }
    }

    private void pod(Fields.Item item) {
        var id = AppTranslator.idOf(new Fields(item.node(), item.path(), faults), null);
        if (id == null || contradicts(item, id)) {
            return;
        }
        var present = draft.tree().workload(TreePath.of(id)).orElse(null);
        if (present != null && !Pods.isPod(present)) {
            faults.rule(item.path() + "/id", id + " is an app");
            return;
        }
        var definition = PodTranslator.read(item.node(), item.path(), id, around.roles(present), faults);
        if (definition != null) {
            change(item, Pods.changed(present == null ? definition.creation() : definition.over(present)), present);
        }
    }

    private void change(Fields.Item item, WorkloadChange change, @Nullable WorkloadView present) {
        placed.put(TreePath.of(change.workload()), item.path());
        if (!AppOverlay.changesNothing(change, present)) {
            draft.change(change);
        }
    }

    /** A group that is given too may have said something of it, and two may say the same. */
    private boolean contradicts(Fields.Item item, WorkloadId id) {
        if (placed.containsKey(TreePath.of(id))) {
            faults.rule(item.path() + "/id", "occurs twice");
            return true;
        }
        var before = draft.changeOf(id);
        before.ifPresent(change -> faults.rule(
                item.path() + "/id",
                change instanceof Change.Delete
                        ? id + " would be stopped: its group is given too, and leaves it out"
                        : "occurs twice: its group is given too, and has it"));
        return before.isPresent();
    }

    /** Nothing can lie below an app or a pod, or have its id. */
    private void notePlaces() {
        var after = draft.workloadsAfter();
        var groups = new HashSet<TreePath>();
        after.forEach(place -> above(place).forEach(groups::add));
        placed.forEach((place, path) -> {
            above(place)
                    .filter(after::contains)
                    .forEach(upper ->
                            faults.rule(path + "/id", place + " lies below " + upper + ", which is an app or a pod"));
            if (groups.contains(place) || draft.definesAfter(place)) {
                faults.rule(path + "/id", place + " is a group");
            }
        });
    }

    private static Stream<TreePath> above(TreePath place) {
        return Stream.iterate(place.parent(), Optional::isPresent, upper -> upper.flatMap(TreePath::parent))
                .flatMap(Optional::stream);
    }
}

package io.troupe.gateway.marathon;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what a change of groups does, on its way through a tree. Used by one request alone. */
final class GroupDraft {
    private final GroupTree tree;
    private final List<WorkloadChange> workloads = new ArrayList<>();
    private final Map<WorkloadId, Change> changes = new HashMap<>();
    private final NavigableMap<TreePath, GroupDefinition> defined = new TreeMap<>();
    private final NavigableSet<TreePath> forgotten = new TreeSet<>();
    private final NavigableSet<TreePath> tenants = new TreeSet<>();

    GroupDraft(GroupTree tree) {
        this.tree = tree;
    }

    GroupTree tree() {
        return tree;
    }

    /** The group belongs to the change, even if nothing of it changes. */
    void touch(TreePath group) {
        group.tenant().ifPresent(tenants::add);
    }

    /** What the groups will say of the roles of what lies below them. */
    RoleRules roles() {
        return new RoleRules(group -> RoleRules.enforces(defined.getOrDefault(group, tree.definition(group))), null);
    }

    void define(GroupDefinition definition) {
        touch(definition.group());
        if (!tree.defines(definition.group())
                || !tree.definition(definition.group()).equals(definition)) {
            defined.put(definition.group(), definition);
        }
    }

    /** Makes the groups that this one lies in exist by themselves. */
    void defineAbove(TreePath group) {
        for (var upper = group.parent();
                upper.isPresent() && !upper.get().isRoot();
                upper = upper.get().parent()) {
            define(tree.definition(upper.get()));
        }
    }

    void change(WorkloadChange change) {
        workloads.add(change);
        changes.put(change.workload(), change.change());
    }

    /** What is to be done with a workload so far. */
    Optional<Change> changeOf(WorkloadId workload) {
        return Optional.ofNullable(changes.get(workload));
    }

    /** The workloads that there are once all is done. */
    NavigableSet<TreePath> workloadsAfter() {
        var after = new TreeSet<TreePath>();
        tree.workloadsBelow(TreePath.ROOT).forEach(view -> after.add(TreePath.of(view.id())));
        for (var change : workloads) {
            if (change.change() instanceof Change.Delete) {
                after.remove(TreePath.of(change.workload()));
            } else {
                after.add(TreePath.of(change.workload()));
            }
        }
        return after;
    }

    /** Whether the group is said to be there once all is done, whatever lies below it. */
    boolean definesAfter(TreePath group) {
        return defined.containsKey(group) || tree.defines(group) && !forgotten.contains(group);
    }

    void delete(WorkloadId workload) {
        touch(TreePath.of(workload));
        var change = new WorkloadChange(workload, new Change.Delete());
        change(tree.workload(TreePath.of(workload))
                .map(view -> Pods.changed(view, change))
                .orElse(change));
    }

    /** Deletes the group and all below it. */
    void deleteFrom(TreePath group) {
        touch(group);
        tree.workloadsBelow(group).forEach(view -> delete(view.id()));
        tree.definitionsFrom(group).forEach(definition -> forget(definition.group()));
    }

    void forget(TreePath group) {
        touch(group);
        forgotten.add(group);
    }

    Changes.Proposal proposal(boolean mayBereave) {
        return new Changes.Proposal(workloads, groups(), mayBereave);
    }

    private List<GroupChange> groups() {
        Map<TreePath, List<WorkloadId>> removed = new HashMap<>();
        workloads.stream()
                .filter(change -> change.change() instanceof Change.Delete)
                .forEach(change -> TreePath.of(change.workload())
                        .tenant()
                        .ifPresent(tenant -> removed.computeIfAbsent(tenant, _ -> new ArrayList<>())
                                .add(change.workload())));
        return tenants.stream()
                .filter(tenant -> tree.workload(tenant).isEmpty() || tree.exists(tenant) || defines(tenant))
                .map(tenant -> new GroupChange(
                        tenant,
                        defined.values().stream()
                                .filter(definition -> definition.group().isAtOrBelow(tenant))
                                .toList(),
                        forgotten.stream()
                                .filter(group -> group.isAtOrBelow(tenant))
                                .toList(),
                        removed.getOrDefault(tenant, List.of()),
                        tree.tenant(tenant).map(view -> view.number()).orElse(null)))
                .toList();
    }

    private boolean defines(TreePath tenant) {
        return defined.keySet().stream().anyMatch(group -> group.isAtOrBelow(tenant));
    }
}

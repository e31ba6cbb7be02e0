package io.troupe.gateway.marathon;

import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupVersion;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** All groups and workloads at one moment: groups that are defined, and those that are there because of what lies below them. */
final class GroupTree {
    private final NavigableMap<TreePath, WorkloadView> workloads = new TreeMap<>();
    private final NavigableMap<TreePath, GroupDefinition> definitions = new TreeMap<>();
    private final Map<TreePath, GroupView> tenants = new HashMap<>();
    private final NavigableSet<TreePath> groups = new TreeSet<>();
    private final Map<TreePath, NavigableSet<TreePath>> childGroups = new HashMap<>();
    private final Map<TreePath, NavigableSet<TreePath>> childWorkloads = new HashMap<>();
    private final Map<TreePath, Instant> latest = new HashMap<>();

    GroupTree(List<WorkloadView> views, List<GroupView> groupViews) {
        addGroup(TreePath.ROOT);
        groupViews.forEach(view -> {
            tenants.put(view.tenant(), view);
            view.definitions().forEach(group -> {
                definitions.put(group.group(), group);
                addGroup(group.group());
            });
            view.versions().forEach(version -> {
                version.defined().forEach(group -> note(group.group(), version.at()));
                version.forgotten().forEach(group -> note(group, version.at()));
                version.removed().forEach(workload -> note(TreePath.of(workload), version.at()));
                note(view.tenant(), version.at());
            });
        });
        views.forEach(view -> {
            var place = TreePath.of(view.id());
            var parent = parent(place);
            workloads.put(place, view);
            addGroup(parent);
            note(place, view.target().at());
            childWorkloads.computeIfAbsent(parent, _ -> new TreeSet<>()).add(place);
        });
    }

    private void addGroup(TreePath group) {
        var next = group;
        while (groups.add(next) && !next.isRoot()) {
            var upper = parent(next);
            childGroups.computeIfAbsent(upper, _ -> new TreeSet<>()).add(next);
            next = upper;
        }
    }

    private void note(TreePath place, Instant at) {
        latest.merge(place, at, GroupTree::later);
        for (var upper = place.parent(); upper.isPresent(); upper = upper.get().parent()) {
            latest.merge(upper.get(), at, GroupTree::later);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** When something at or below the group was changed last; the epoch if never. */
    Instant latest(TreePath group) {
        return latest.getOrDefault(group, Instant.EPOCH);
    }

    private static TreePath parent(TreePath place) {
        return place.parent().orElse(TreePath.ROOT);
    }

    /** The root always does. */
    boolean exists(TreePath group) {
        return groups.contains(group);
    }

    /** The apps of a group and of those below it; refused if there is no such group. */
    List<WorkloadView> appsBelow(String group) {
        if (TreePath.faultOf(group).isPresent() || !exists(TreePath.of(group))) {
            throw MarathonErrors.noGroup(group);
        }
        return workloadsBelow(TreePath.of(group)).stream()
                .filter(view -> !Pods.isPod(view))
                .toList();
    }

    Optional<WorkloadView> workload(TreePath place) {
        return Optional.ofNullable(workloads.get(place));
    }

    /** Why no new workload can have this place, as the end of a sentence; empty if one can. */
    Optional<String> obstacle(TreePath place) {
        return exists(place) ? Optional.of(place + " is a group") : workloadAbove(place);
    }

    /** What there is for a workload above a place, where nothing can be, as the end of a sentence. */
    Optional<String> workloadAbove(TreePath place) {
        for (var upper = place.parent(); upper.isPresent(); upper = upper.get().parent()) {
            var view = workload(upper.get());
            if (view.isPresent()) {
                return Optional.of(place + " lies below " + view.get().id() + ", which is "
                        + (Pods.isPod(view.get()) ? "a pod" : "an app") + ", not a group");
            }
        }
        return Optional.empty();
    }

    /** What is said of the group; an empty definition if nothing is. */
    GroupDefinition definition(TreePath group) {
        return definitions.getOrDefault(group, GroupDefinition.empty(group));
    }

    /** What the groups say of the roles of what lies below them. */
    RoleRules roles() {
        return new RoleRules(group -> RoleRules.enforces(definition(group)), null);
    }

    boolean defines(TreePath group) {
        return definitions.containsKey(group);
    }

    /** The groups right below this one. */
    List<TreePath> groupsIn(TreePath group) {
        return List.copyOf(childGroups.getOrDefault(group, new TreeSet<>()));
    }

    /** The workloads right below this group. */
    List<WorkloadView> workloadsIn(TreePath group) {
        return childWorkloads.getOrDefault(group, new TreeSet<>()).stream()
                .map(workloads::get)
                .toList();
    }

    List<WorkloadView> workloadsBelow(TreePath group) {
        return workloads.values().stream()
                .filter(view -> TreePath.of(view.id()).isBelow(group))
                .toList();
    }

    /** The definitions of this group and of those below it. */
    List<GroupDefinition> definitionsFrom(TreePath group) {
        return definitions.values().stream()
                .filter(definition -> definition.group().isAtOrBelow(group))
                .toList();
    }

    Optional<GroupView> tenant(TreePath tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    /** What is said of the groups that this one is, lies in, or has below it. */
    List<GroupView> tenantsOf(TreePath group) {
        return tenants.values().stream()
                .filter(view -> group.isRoot() || group.isAtOrBelow(view.tenant()))
                .toList();
    }

    /** When something at or below the group was changed, newest first. */
    List<Instant> versions(TreePath group) {
        var versions = new TreeSet<Instant>();
        workloadsBelow(group)
                .forEach(view -> view.targets().stream().map(Target::at).forEach(versions::add));
        tenantsOf(group)
                .forEach(view -> view.versions().stream()
                        .filter(version -> view.tenant().isAtOrBelow(group) || touches(version, group))
                        .map(GroupVersion::at)
                        .forEach(versions::add));
        return List.copyOf(versions.descendingSet());
    }

    private static boolean touches(GroupVersion version, TreePath group) {
        return version.defined().stream()
                        .anyMatch(definition -> definition.group().isAtOrBelow(group))
                || version.forgotten().stream().anyMatch(forgotten -> forgotten.isAtOrBelow(group))
                || version.removed().stream()
                        .anyMatch(removed -> TreePath.of(removed).isBelow(group));
    }
}

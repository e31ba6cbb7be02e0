package io.troupe.cluster.dependency;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who depends on what, at one moment: what workloads and defined groups say themselves. What a group says holds for all below it.
 *
 * @param workloads the dependencies of each workload
 * @param groups the dependencies of each group that is defined; groups that only have workloads below them need not be
 */
public record DependencyTree(Map<WorkloadId, List<TreePath>> workloads, Map<TreePath, List<TreePath>> groups) {
    public static final DependencyTree EMPTY = new DependencyTree(Map.of(), Map.of());

    public DependencyTree {
        workloads = Map.copyOf(workloads);
        groups = Map.copyOf(groups);
    }

    public static DependencyTree of(Collection<WorkloadView> workloads, Collection<GroupDefinition> groups) {
        var ofWorkloads = new HashMap<WorkloadId, List<TreePath>>();
        workloads.forEach(view -> ofWorkloads.put(view.id(), view.spec().dependencies()));
        return new DependencyTree(ofWorkloads, of(groups));
    }

    private static Map<TreePath, List<TreePath>> of(Collection<GroupDefinition> groups) {
        var ofGroups = new HashMap<TreePath, List<TreePath>>();
        groups.forEach(group -> ofGroups.put(group.group(), group.dependencies()));
        return ofGroups;
    }

    /** How it is once these changes are done. */
    public DependencyTree after(List<WorkloadChange> changes) {
        var changed = new HashMap<>(workloads);
        for (var change : changes) {
            switch (change.change()) {
                case Change.Create create ->
                    changed.put(change.workload(), create.spec().dependencies());
                case Change.Update update ->
                    changed.put(change.workload(), update.spec().dependencies());
                case Change.Delete delete -> changed.remove(change.workload());
                case Change.Scale scale -> changed.putIfAbsent(change.workload(), List.of());
                case Change.Restart restart -> changed.putIfAbsent(change.workload(), List.of());
                case Change.KillAndScale kill -> changed.putIfAbsent(change.workload(), List.of());
            }
        }
        return new DependencyTree(changed, groups);
    }

    /** With these groups in place of those that were defined. */
    public DependencyTree withGroups(Collection<GroupDefinition> definitions) {
        return new DependencyTree(workloads, of(definitions));
    }

    /** What was said by whom, sorted, that names neither a workload nor a group. */
    public List<Saying> unknown() {
        var places = places();
        var unknown = new ArrayList<Saying>();
        new TreeMap<>(groups).forEach((group, on) -> collectUnknown(group, on, places, unknown));
        new TreeMap<>(workloads).forEach((workload, on) -> collectUnknown(TreePath.of(workload), on, places, unknown));
        return unknown;
    }

    private static void collectUnknown(TreePath who, List<TreePath> on, Set<TreePath> places, List<Saying> unknown) {
        on.stream().filter(place -> !places.contains(place)).forEach(place -> unknown.add(new Saying(who, place)));
    }

    /** All workloads and groups, the groups that are there only because of what lies below them included. */
    private Set<TreePath> places() {
        var places = new HashSet<TreePath>();
        places.add(TreePath.ROOT);
        workloads.keySet().forEach(workload -> addWithGroups(TreePath.of(workload), places));
        groups.keySet().forEach(group -> addWithGroups(group, places));
        return places;
    }

    private static void addWithGroups(TreePath place, Set<TreePath> places) {
        var next = place;
        while (places.add(next)) {
            next = next.parent().orElse(TreePath.ROOT);
        }
    }

    /** One dependency as it was said: {@code who}, a workload or a group, depends {@code on} a place. */
    public record Saying(TreePath who, TreePath on) {}
}

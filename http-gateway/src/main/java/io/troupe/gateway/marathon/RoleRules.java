package io.troupe.gateway.marathon;

import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which role a workload may have: that of everybody, or the name of its first-level group; the latter alone if that group enforces it, and then no
 * capacity of others either. A workload may keep the role that it has, as in Marathon.
 *
 * @param enforced whether a first-level group enforces its role
 * @param kept the role that the workload has now; null if it is new
 */
record RoleRules(Predicate<TreePath> enforced, @Nullable String kept) {
    /** Where nobody enforces anything. */
    static final RoleRules NONE = new RoleRules(_ -> false, null);

    /** By what is said of the groups. */
    static RoleRules of(List<GroupView> groups) {
        var enforcing = groups.stream()
                .flatMap(view -> view.definitions().stream())
                .filter(RoleRules::enforces)
                .map(GroupDefinition::group)
                .collect(Collectors.toSet());
        return new RoleRules(enforcing::contains, null);
    }

    static boolean enforces(GroupDefinition group) {
        return Boolean.TRUE.equals(group.enforceRole());
    }

    /** The same for a workload that is there. */
    RoleRules keeping(@Nullable WorkloadView present) {
        return new RoleRules(enforced, present == null ? null : present.spec().roleOrEverybody());
    }

    /** The role of a workload by its field {@code role}; null for that of everybody. */
    @Nullable String roleOf(@Nullable WorkloadId id, Fields workload) {
        var written = workload.text("role");
        if (id == null) {
            return null;
        }
        var group = groupOf(id);
        boolean enforces = isEnforced(id);
        if (written == null || written.isEmpty()) {
            return enforces ? group : null;
        }
        var allowed = new LinkedHashSet<String>();
        if (!enforces) {
            allowed.add(WorkloadSpec.EVERYBODY);
        }
        if (group != null) {
            allowed.add(group);
        }
        if (kept != null) {
            allowed.add(kept);
        }
        if (!allowed.contains(written)) {
            workload.faults()
                    .rule(
                            workload.path("role"),
                            "'" + written + "' is not one of: " + String.join(", ", allowed)
                                    + (enforces ? "; the group /" + group + " enforces its role" : ""));
        }
        return written.equals(WorkloadSpec.EVERYBODY) ? null : written;
    }

    /** Notes accepted roles that are those of others, where the group enforces its own. */
    void check(@Nullable WorkloadId id, @Nullable String role, List<String> accepted, Fields around) {
        if (id == null || !isEnforced(id)) {
            return;
        }
        var allowed = role == null ? Set.of(WorkloadSpec.EVERYBODY) : Set.of(WorkloadSpec.EVERYBODY, role);
        if (!allowed.containsAll(accepted)) {
            around.faults()
                    .rule(
                            around.path("acceptedResourceRoles"),
                            "may have only * and its role, which its group enforces");
        }
    }

    private boolean isEnforced(WorkloadId id) {
        var group = groupOf(id);
        return group != null && enforced.test(TreePath.of("/" + group));
    }

    /** The first-level group in which a workload lies; null if it lies in none. */
    private static @Nullable String groupOf(WorkloadId id) {
        var segments = TreePath.of(id).segments();
        return segments.size() > 1 ? segments.getFirst() : null;
    }
}

package io.troupe.protocol.group;

import io.troupe.protocol.identity.TreePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one group.
 *
 * @param group its path
 * @param dependencies the workloads and groups that must be ready before anything below this group is started or changed
 * @param enforceRole whether workloads below it may use its role alone; null if nothing is said. Only for first-level groups
 */
public record GroupDefinition(
        TreePath group,
        List<TreePath> dependencies,
        @Nullable Boolean enforceRole) {
    public GroupDefinition {
        dependencies = List.copyOf(dependencies);
    }

    /** A group without dependencies or rules. */
    public static GroupDefinition empty(TreePath group) {
        return new GroupDefinition(group, List.of(), null);
    }
}

package io.troupe.protocol.group;

import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment asks of the groups of one tenant. Groups that are not named stay as they are.
 *
 * @param tenant the first-level group
 * @param defined groups that are made or changed, each as it will be; the tenant and what lies below it
 * @param forgotten groups of which nothing is said any more
 * @param removed workloads that the same deployment deletes, so that the group can be read as it was before
 * @param basedOn the {@link GroupView#number()} the asker had seen: if it has moved on, the change is refused as stale. Null means "whatever it is now"
 */
public record GroupChange(
        TreePath tenant,
        List<GroupDefinition> defined,
        List<TreePath> forgotten,
        List<WorkloadId> removed,
        @Nullable Long basedOn) {
    public GroupChange {
        defined = List.copyOf(defined);
        forgotten = List.copyOf(forgotten);
        removed = List.copyOf(removed);
    }
}

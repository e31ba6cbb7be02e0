package io.troupe.protocol.group;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.List;

/**
 * One change of a tenant's groups that was made; the fields are those of {@link GroupChange}.
 *
 * @param at its version: that of its deployment, unless that is not later than the last
 */
public record GroupVersion(
        Instant at,
        DeploymentId deployment,
        List<GroupDefinition> defined,
        List<TreePath> forgotten,
        List<WorkloadId> removed) {
    public GroupVersion {
        defined = List.copyOf(defined);
        forgotten = List.copyOf(forgotten);
        removed = List.copyOf(removed);
    }
}

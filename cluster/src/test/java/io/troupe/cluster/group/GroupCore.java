package io.troupe.cluster.group;

import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.identity.TreePath;
import java.time.Instant;

/** What the shell of a tenant's groups asks its pure core; the seam where a planted mutation goes in. */
@FunctionalInterface
public interface GroupCore {
    /** The product's. */
    GroupCore PRODUCT = GroupDecisions::decide;

    GroupDecisions.Decision decide(TreePath tenant, GroupState state, GroupCommand command, Instant now);
}

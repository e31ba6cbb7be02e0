package io.troupe.cluster.group;

import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the journal of a tenant's groups says, for those who judge from outside of this package. */
public final class GroupLedger {
    private final TreePath tenant;
    private final Set<DeploymentId> made = new HashSet<>();
    private GroupState state = GroupState.EMPTY;

    public GroupLedger(TreePath tenant) {
        this.tenant = tenant;
    }

    public void apply(GroupRecord entry) {
        state = state.apply(entry);
        if (entry.event() instanceof GroupEvent.ChangeApplied applied) {
            made.add(applied.deployment());
        }
    }

    /** Whose change is prepared; null if none is. */
    public @Nullable DeploymentId holder() {
        var pending = state.pending();
        return pending == null ? null : pending.deployment();
    }

    public boolean madeBy(DeploymentId deployment) {
        return made.contains(deployment);
    }

    public long number() {
        return state.number();
    }

    public Optional<GroupView> view() {
        return state.view(tenant);
    }
}

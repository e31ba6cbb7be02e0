package io.troupe.cluster.simulation;

import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import org.jspecify.annotations.Nullable;

final class GroupsChangeTogether implements Invariant {
    private final World world;

    GroupsChangeTogether(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "A tenant's groups are changed by one deployment at a time: as all agreed, or not at all";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.GroupsStored(TreePath tenant, var holder, var entries)) {
            DeploymentId held = holder;
            for (GroupRecord entry : entries) {
                held = follows(tenant, held, entry.event());
            }
        }
    }

    private @Nullable DeploymentId follows(TreePath tenant, @Nullable DeploymentId holder, GroupEvent event) {
        return switch (event) {
            case GroupEvent.ChangePrepared prepared -> {
                if (holder != null) {
                    throw violation("the groups of " + tenant + " are held by " + holder + ", and "
                            + prepared.deployment() + " takes them");
                }
                yield prepared.deployment();
            }
            case GroupEvent.ChangeApplied applied -> {
                if (!applied.deployment().equals(holder) || !accepted(applied.deployment())) {
                    throw violation(applied.deployment() + " changes the groups of " + tenant + ", held by " + holder
                            + ", and was accepted: " + accepted(applied.deployment()));
                }
                yield null;
            }
            case GroupEvent.ChangeDropped dropped -> {
                if (!dropped.deployment().equals(holder)
                        || accepted(dropped.deployment())
                                && !world.truth().groups(tenant).madeBy(dropped.deployment())) {
                    throw violation(
                            dropped.deployment() + " was accepted, and does not change the groups of " + tenant);
                }
                yield null;
            }
        };
    }

    private boolean accepted(DeploymentId id) {
        var deployment = world.truth().deployments().get(id);
        return deployment != null && deployment.accepted();
    }
}

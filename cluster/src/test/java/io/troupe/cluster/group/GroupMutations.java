package io.troupe.cluster.group;

import io.troupe.protocol.group.GroupCommand;
import java.util.List;

/** Faults planted into the supervisor of a tenant's groups. */
public final class GroupMutations {
    private GroupMutations() {}

    /** A change is prepared whether or not another one is. */
    public static GroupCore preparesWhatIsHeld() {
        return (tenant, state, command, now) -> GroupCore.PRODUCT.decide(
                tenant, command instanceof GroupCommand.Prepare ? withoutHolder(state) : state, command, now);
    }

    private static GroupState withoutHolder(GroupState state) {
        return new GroupState(state.sequence(), state.number(), state.base(), state.versions(), null);
    }

    /** What was prepared is answered as made before it is. */
    public static GroupCore appliesNothing() {
        return (tenant, state, command, now) -> {
            var decision = GroupCore.PRODUCT.decide(tenant, state, command, now);
            return command instanceof GroupCommand.Apply
                    ? new GroupDecisions.Decision(List.of(), decision.reply())
                    : decision;
        };
    }
}

package io.troupe.node.agent;

import io.troupe.node.engine.ContainerIdentity;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;

/**
 * The container that holds the network which the containers of an instance share. It does nothing, so it does not end; whichever of the others ends, those
 * that are left can still be reached, and reach others, until they are stopped. It is brought up with the first container and taken down after the last.
 */
final class NetworkHolder {
    /** As the engine of images needs none for it, its name says what it is for. */
    private static final ContainerSpec CONTAINER = ContainerSpec.inImage(
                    ContainerIdentity.NETWORK_HOLDER, "network-holder", new CommandSpec.ImageDefault(), Resources.NONE)
            .toBuilder()
            .limits(ResourceLimits.UNLIMITED)
            .build();

    private NetworkHolder() {}

    /** On the host's network there is nothing to hold, and one container holds its own. */
    static boolean isNeededFor(WorkloadSpec spec) {
        return spec.containers().size() > 1 && spec.network().mode() != NetworkMode.HOST;
    }

    static ContainerSpec container() {
        return CONTAINER;
    }
}

package io.troupe.node.agent;

import io.troupe.node.engine.ContainerIdentity;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.Isolation.SharedMemory;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The container that holds the network, and the memory, which the containers of an instance share. It does nothing, so it does not end; whichever of the others ends, those
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

    /** On the host's network there is nothing to hold but memory that is shared, and one container holds its own. */
    static boolean isNeededFor(WorkloadSpec spec) {
        return spec.containers().size() > 1
                && (spec.network().mode() != NetworkMode.HOST || shared(spec).isPresent());
    }

    static ContainerSpec container(WorkloadSpec spec) {
        return shared(spec)
                .map(memory -> CONTAINER.toBuilder()
                        .isolation(new Isolation(null, memory))
                        .build())
                .orElse(CONTAINER);
    }

    /** The memory that containers of an instance share: as large as the first of them says that says so. */
    private static Optional<SharedMemory> shared(WorkloadSpec spec) {
        var shared = spec.containers().stream()
                .map(ContainerSpec::isolation)
                .filter(isolation -> isolation != null && isolation.sharesInInstance())
                .flatMap(isolation -> Stream.ofNullable(isolation.memory()))
                .toList();
        return shared.stream()
                .filter(memory -> memory.sizeMib() != null)
                .findFirst()
                .or(() -> shared.stream().findFirst());
    }
}

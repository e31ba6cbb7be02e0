package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the definition of an app is read beside.
 *
 * @param ports takes a service port if it is free
 * @param roles which roles apps may have
 */
record Surroundings(IntPredicate ports, RoleRules roles) {
    private static final RandomGenerator DICE = RandomGenerator.of("L64X128MixRandom");

    /** The service ports for an app; one that is there keeps those it has. */
    ServicePorts servicePorts(@Nullable WorkloadView present) {
        var previous = present == null
                ? List.<Integer>of()
                : ServicePorts.of(present.spec().ports());
        return new ServicePorts(ports, previous, DICE.nextInt(Integer.MAX_VALUE));
    }

    RoleRules roles(@Nullable WorkloadView present) {
        return roles.keeping(present);
    }
}

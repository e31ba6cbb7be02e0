package io.troupe.cluster.check;

import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one instance and where they go.
 *
 * @param place of the instance, with its ports
 * @param checks all of them, by container
 */
public record CheckPlan(InstancePlace place, List<ContainerCheck> checks) {
    public CheckPlan {
        checks = List.copyOf(checks);
    }

    /** A check and the container it belongs to. */
    public record ContainerCheck(String container, CheckSpec spec) {}

    /** The checks of an instance of that spec; null if it has none. */
    public static @Nullable CheckPlan of(WorkloadSpec spec, InstancePlace place) {
        var checks = spec.containers().stream()
                .flatMap(container ->
                        container.checks().stream().map(check -> new ContainerCheck(container.name(), check)))
                .toList();
        return checks.isEmpty() ? null : new CheckPlan(place, checks);
    }
}

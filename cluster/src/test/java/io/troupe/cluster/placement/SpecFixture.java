package io.troupe.cluster.placement;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Specs and instance ids of a workload, for tests. */
public final class SpecFixture {
    public static final WorkloadId WEB = WorkloadId.of("/prod/web");
    public static final Resources SMALL = new Resources(100, 64, 0, 0);

    private SpecFixture() {}

    public static WorkloadSpec process(Resources resources) {
        return WorkloadSpec.of(WEB, ContainerSpec.process("main", "sleep 1", resources));
    }

    public static WorkloadSpec image(Resources resources) {
        return WorkloadSpec.of(WEB, ContainerSpec.inImage("main", "nginx", new CommandSpec.ImageDefault(), resources));
    }

    public static WorkloadSpec with(
            WorkloadSpec spec,
            NetworkSpec network,
            List<PortSpec> ports,
            List<Constraint> constraints,
            String... roles) {
        return spec.toBuilder()
                .network(network)
                .ports(ports)
                .constraints(constraints)
                .roles(List.of(roles))
                .build();
    }

    public static WorkloadSpec ports(PortSpec... ports) {
        return with(process(SMALL), NetworkSpec.HOST, List.of(ports), List.of());
    }

    public static WorkloadSpec constrained(String field, ConstraintOperator operator, @Nullable String value) {
        return with(process(SMALL), NetworkSpec.HOST, List.of(), List.of(new Constraint(field, operator, value)));
    }

    public static PortSpec port(int containerPort, @Nullable Integer hostPort) {
        return new PortSpec(null, containerPort, hostPort, 0, Set.of(PortProtocol.TCP), Map.of());
    }

    public static List<InstanceId> instances(int count) {
        return instances(WEB, count);
    }

    public static List<InstanceId> instances(WorkloadId workload, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> InstanceId.mint(workload, Integer.toString(number)))
                .toList();
    }
}

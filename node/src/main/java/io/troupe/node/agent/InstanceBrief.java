package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan.PlannedPort;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a runner is to run.
 *
 * @param since when it was told to
 */
record InstanceBrief(Revision revision, Assignment assignment, Instant since) {
    WorkloadSpec spec() {
        return revision.spec();
    }

    ContainerSpec container(int index) {
        return spec().containers().get(index);
    }

    List<String> containerNames() {
        return spec().containers().stream().map(ContainerSpec::name).toList();
    }

    ContainerIdentity identity(ContainerSpec container) {
        return new ContainerIdentity(
                spec().id(),
                assignment.instance(),
                container.name(),
                revision.number(),
                assignment.slot(),
                since,
                assignment.place(),
                spec().resources(),
                spec().stop().grace());
    }

    List<ContainerCheck> checks() {
        var plan = CheckPlan.of(spec(), assignment.place());
        return plan == null ? List.of() : plan.checks();
    }

    /** Where slots are identities, the last part of the workload's id and the slot's number; null elsewhere. */
    @Nullable String hostName() {
        if (!(spec().slots() instanceof SlotRule.Ordinal)) {
            return null;
        }
        var path = spec().id().path();
        return path.substring(path.lastIndexOf('/') + 1).replaceAll("[^a-zA-Z0-9-]", "-") + "-" + assignment.slot();
    }

    boolean holdsNetwork() {
        return NetworkHolder.isNeededFor(spec());
    }

    List<PlannedPort> ports() {
        var ports = assignment.place().ports();
        var specs = spec().ports();
        return IntStream.range(0, Math.min(ports.size(), specs.size()))
                .mapToObj(
                        port -> new PlannedPort(ports.get(port), specs.get(port).protocols()))
                .toList();
    }
}

package io.troupe.cluster.roster;

import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What stands on the roster. */
public final class RosterKinds {
    public static final String WORKLOAD = "workload";
    public static final String DEPLOYMENT = "deployment";
    public static final String GROUPS = "groups";

    private RosterKinds() {}

    public static RosterEntry workload(WorkloadId workload, Instant since) {
        return new RosterEntry(WORKLOAD, workload.path(), since);
    }

    public static RosterEntry deployment(DeploymentId deployment, Instant since) {
        return new RosterEntry(DEPLOYMENT, deployment.value(), since);
    }

    public static RosterEntry groups(TreePath tenant, Instant since) {
        return new RosterEntry(GROUPS, tenant.path(), since);
    }

    /** All that must live once this plan is submitted. */
    public static List<RosterEntry> of(DeploymentPlan plan, Instant since) {
        return Stream.of(
                        Stream.of(deployment(plan.id(), since)),
                        plan.workloads().stream().map(workload -> workload(workload, since)),
                        plan.tenants().stream().map(tenant -> groups(tenant, since)))
                .flatMap(entries -> entries)
                .toList();
    }
}

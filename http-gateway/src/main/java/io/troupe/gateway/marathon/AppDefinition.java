package io.troupe.gateway.marathon;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;

/** An app or a pod as the domain has it: what runs, and how many. */
record AppDefinition(WorkloadSpec spec, int instances) {
    WorkloadId id() {
        return spec.id();
    }

    WorkloadChange creation() {
        return new WorkloadChange(id(), new Change.Create(spec, instances));
    }

    /** The change that makes this of what is present: where only the number differs, nothing is replaced. */
    WorkloadChange over(WorkloadView present) {
        long basedOn = present.target().version();
        return new WorkloadChange(
                id(),
                isScaled(spec, present)
                        ? new Change.Scale(instances, basedOn)
                        : new Change.Update(spec, instances, basedOn));
    }

    /** Whether nothing but a number is asked for. */
    static boolean isScaled(WorkloadSpec asked, WorkloadView present) {
        return asked.equals(present.spec()) && !asked.followsNodes();
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.HashSet;
import java.util.Set;

final class LockIsTakenByForceOnly implements Invariant {
    private final Set<DeploymentId> forced = new HashSet<>();

    @Override
    public String sentence() {
        return "A workload is changed by one deployment at a time, and taken from it by force only";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.DeploymentStored stored ->
                stored.entries().forEach(entry -> {
                    if (entry.event() instanceof DeploymentEvent.Submitted submitted && submitted.force()) {
                        forced.add(stored.deployment());
                    }
                });
            case Happening.Stored stored -> {
                WorkloadState state = stored.before();
                for (WorkloadRecord entry : stored.entries()) {
                    check(stored, state, entry);
                    state = state.apply(entry);
                }
            }
            default -> {}
        }
    }

    private void check(Happening.Stored stored, WorkloadState before, WorkloadRecord entry) {
        var holder = before.rollout();
        switch (entry.event()) {
            case WorkloadEvent.ChangePrepared prepared -> {
                if (holder != null) {
                    throw violation(stored.workload() + " is held by " + holder.deployment() + ", and "
                            + prepared.deployment() + " takes it");
                }
                if (prepared.superseded() != null && !forced.contains(prepared.deployment())) {
                    throw violation(prepared.deployment() + " took " + stored.workload() + " from "
                            + prepared.superseded() + " without force");
                }
            }
            case WorkloadEvent.RolloutBegan began -> {
                if (holder == null || !holder.deployment().equals(began.deployment())) {
                    throw violation(
                            began.deployment() + " begins to change " + stored.workload() + ", held by " + holder);
                }
            }
            default -> {}
        }
    }
}

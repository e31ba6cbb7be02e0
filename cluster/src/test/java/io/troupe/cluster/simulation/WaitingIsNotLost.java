package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class WaitingIsNotLost implements Invariant {
    private final World world;
    private final Map<DeploymentId, List<WorkloadId>> running = new HashMap<>();
    private final Set<DeploymentId> overtaken = new HashSet<>();

    WaitingIsNotLost(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "A deployment that has had its turn after waiting in line is only overtaken by another one";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.DeploymentStored stored ->
                stored.entries().forEach(entry -> check(stored.deployment(), entry));
            case Happening.Stored stored -> stored.entries().forEach(entry -> check(stored.workload(), entry.event()));
            default -> {}
        }
    }

    private void check(WorkloadId workload, WorkloadEvent event) {
        if (event instanceof WorkloadEvent.ChangePrepared prepared) {
            running.forEach((deployment, workloads) -> {
                if (!deployment.equals(prepared.deployment()) && workloads.contains(workload)) {
                    overtaken.add(deployment);
                }
            });
        } else if (event instanceof WorkloadEvent.RolloutEnded ended && ended.outcome() == RolloutOutcome.SUPERSEDED) {
            overtaken.add(ended.deployment());
        }
    }

    private void check(DeploymentId id, DeploymentRecord entry) {
        var deployment = world.truth().deployments().get(id);
        if (deployment == null || !deployment.queued()) {
            return;
        }
        if (entry.event() instanceof DeploymentEvent.Accepted) {
            running.put(id, deployment.plan().workloads());
        } else if (entry.event() instanceof DeploymentEvent.Ended ended) {
            running.remove(id);
            if (ended.outcome() == DeploymentOutcome.SUPERSEDED && !overtaken.contains(id)) {
                throw violation(id + " waited in line, had its turn, and ends as overtaken, though nobody else changed "
                        + deployment.plan().workloads());
            }
        }
    }
}

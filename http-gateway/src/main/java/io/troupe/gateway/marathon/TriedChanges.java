package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.workload.WorkloadView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks what would become of changes that are only tried; nothing is done. */
final class TriedChanges {
    private final ControlPlane controlPlane;
    private final InstantSource clock;

    TriedChanges(ControlPlane controlPlane, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /** @param groups what is said of groups once the changes are made */
    CompletionStage<ObjectNode> described(List<Step> steps, List<GroupDefinition> groups) {
        if (steps.isEmpty()) {
            var nothing = new PlanJson(steps, List.of(), new PlanWaits(steps, groups, List.of(), clock.instant()));
            return CompletableFuture.completedStage(nothing.json(Optional.empty()));
        }
        return present(steps)
                .thenCombine(
                        controlPlane.deployments(),
                        (List<WorkloadView> views, List<DeploymentView> running) ->
                                new PlanJson(steps, views, new PlanWaits(steps, groups, running, clock.instant())))
                .thenCombine(controlPlane.forecast(steps), PlanJson::json);
    }

    private CompletionStage<List<WorkloadView>> present(List<Step> steps) {
        return steps.size() == 1 && steps.getFirst().changes().size() == 1
                ? controlPlane
                        .workload(steps.getFirst().changes().getFirst().workload())
                        .thenApply(found -> found.stream().toList())
                : controlPlane.workloads();
    }
}

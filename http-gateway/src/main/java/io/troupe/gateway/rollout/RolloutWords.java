package io.troupe.gateway.rollout;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a deployment waits for, in sentences for people; the same in every dialect. */
public final class RolloutWords {
    private RolloutWords() {}

    /** Empty if it simply goes on. */
    public static List<String> waitsFor(
            DeploymentView deployment, Map<WorkloadId, WorkloadView> workloads, List<DeploymentView> all) {
        var sentences = new ArrayList<String>();
        if (deployment.step() < 0) {
            var ahead = ahead(deployment, all);
            if (!ahead.isEmpty()) {
                sentences.add("queued behind deployment "
                        + String.join(
                                ", ", ahead.stream().map(DeploymentId::value).toList()));
            }
        }
        for (var workload : deployment.pending()) {
            rollout(deployment, workloads.get(workload))
                    .flatMap(RolloutWords::waitsFor)
                    .ifPresent(sentence -> sentences.add(workload + ": " + sentence));
        }
        return sentences;
    }

    /** The deployment's rollout of a workload, if it has begun there and is still on. */
    public static Optional<RolloutView> rollout(DeploymentView deployment, @Nullable WorkloadView workload) {
        return Optional.ofNullable(workload)
                .map(WorkloadView::rollout)
                .filter(rollout -> rollout.deployment().equals(deployment.plan().id()));
    }

    /** What a rollout waits for; empty if it simply goes on. */
    public static Optional<String> waitsFor(RolloutView rollout) {
        return switch (rollout.stage()) {
            case PREPARED -> Optional.empty();
            case ROLLING ->
                Optional.ofNullable(rollout.failure()).map(failure -> "has failed and is tried on: " + failure);
            case CANARY ->
                Optional.of(rollout.ready() + " of " + rollout.canaries() + canaries(rollout.canaries()) + " ready");
            case WAITING_FOR_PROMOTION ->
                Optional.of(rollout.ready() + canaries(rollout.ready()) + " ready; waits to be promoted");
            case PAUSED -> Optional.of(paused(rollout));
        };
    }

    private static String paused(RolloutView rollout) {
        var reason = String.valueOf(rollout.reason());
        return reason.startsWith("paused") ? reason : "paused, because " + reason;
    }

    private static String canaries(int count) {
        return count == 1 ? " canary is" : " canaries are";
    }

    /** Those that hold, or will hold earlier, a workload that the deployment wants. */
    private static List<DeploymentId> ahead(DeploymentView deployment, List<DeploymentView> all) {
        var wanted = deployment.plan().workloads();
        return all.stream()
                .filter(other -> !other.plan().id().equals(deployment.plan().id()))
                .filter(other -> other.step() >= 0
                        || other.plan().version().isBefore(deployment.plan().version()))
                .map(DeploymentView::plan)
                .filter(plan -> plan.workloads().stream().anyMatch(wanted::contains))
                .map(DeploymentPlan::id)
                .toList();
    }
}

package io.troupe.protocol.workload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How carefully instances are replaced, beyond the bounds of {@link RolloutPolicy}. Nothing of it is on unless it is asked for.
 *
 * @param canaries so many instances of the new revision first, beside those that run; the others follow once these are promoted. 0 for none
 * @param autoPromote whether ready canaries are promoted without a person
 * @param bake how long an instance has to be ready before it counts (Kubernetes' {@code minReadySeconds}, Nomad's {@code min_healthy_time})
 * @param progressDeadline the rollout has failed when nothing has moved for so long; null for no limit
 * @param failureBudget the rollout has failed when more instances than this have failed; null for no limit
 * @param onFailure what is done then
 */
public record RolloutCaution(
        int canaries,
        boolean autoPromote,
        Duration bake,
        @Nullable Duration progressDeadline,
        @Nullable Integer failureBudget,
        FailureAction onFailure) {
    public static final RolloutCaution NONE =
            new RolloutCaution(0, false, Duration.ZERO, null, null, FailureAction.KEEP);

    public RolloutCaution {
        if (canaries < 0 || canaries > WorkloadSpec.INSTANCES_MAX) {
            throw new IllegalArgumentException("there are 0 to " + WorkloadSpec.INSTANCES_MAX + " canaries");
        }
        if (bake.isNegative() || progressDeadline != null && progressDeadline.isNegative()) {
            throw new IllegalArgumentException("no time of a rollout is negative");
        }
        if (failureBudget != null && failureBudget < 0) {
            throw new IllegalArgumentException("a failure budget is not negative");
        }
    }

    public RolloutCaution withCanaries(int count, boolean promoted) {
        return new RolloutCaution(count, promoted, bake, progressDeadline, failureBudget, onFailure);
    }

    public RolloutCaution withBake(Duration time) {
        return new RolloutCaution(canaries, autoPromote, time, progressDeadline, failureBudget, onFailure);
    }

    public RolloutCaution withLimits(@Nullable Duration deadline, @Nullable Integer budget, FailureAction action) {
        return new RolloutCaution(canaries, autoPromote, bake, deadline, budget, action);
    }
}

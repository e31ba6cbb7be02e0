package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;

import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;

/** Two specs of a workload: what runs at first, and what is rolled out with care. */
final class CarefulSpecs {
    private CarefulSpecs() {}

    static WorkloadSpec first() {
        return spec("run");
    }

    static WorkloadSpec first(RolloutCaution caution) {
        return spec("run", new RolloutPolicy(1, 1, caution));
    }

    static RolloutCaution canaries(int count) {
        return RolloutCaution.NONE.withCanaries(count, false);
    }

    static RolloutCaution budget(int budget, FailureAction action) {
        return RolloutCaution.NONE.withLimits(null, budget, action);
    }

    static RolloutCaution deadline(Duration time) {
        return RolloutCaution.NONE.withLimits(time, null, FailureAction.PAUSE);
    }

    static WorkloadSpec careful(RolloutCaution caution) {
        return careful(new RolloutPolicy(1, 1, caution));
    }

    static WorkloadSpec careful(RolloutPolicy policy) {
        return spec("walk", policy);
    }
}

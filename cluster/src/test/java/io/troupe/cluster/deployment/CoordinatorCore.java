package io.troupe.cluster.deployment;

import java.time.Instant;
import java.util.List;

/** What a coordinator's shell asks its pure core; the seam where a planted mutation goes in. */
public interface CoordinatorCore {
    DeploymentDecision decide(DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now);

    List<DeploymentEffect> resume(DeploymentState state, Instant now);

    /** The product's. */
    CoordinatorCore PRODUCT = new CoordinatorCore() {
        @Override
        public DeploymentDecision decide(
                DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
            return DeploymentDecisions.decide(state, answers, input, now);
        }

        @Override
        public List<DeploymentEffect> resume(DeploymentState state, Instant now) {
            return DeploymentDecisions.resume(state, now);
        }
    };
}

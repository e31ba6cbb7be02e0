package io.troupe.protocol.problem;

import io.troupe.protocol.identity.DeploymentId;
import java.util.List;

/**
 * One refusal.
 *
 * @param code what a caller branches on
 * @param field JSON pointer of the wrong field in the model's own words ({@code /containers/0/image}); empty if no field is to blame
 * @param message a sentence for a person that says what is wrong and what is allowed
 * @param deployments with {@link ProblemCode#LOCKED}, the deployments that hold the lock; else empty
 */
public record Problem(ProblemCode code, String field, String message, List<DeploymentId> deployments) {
    public Problem {
        deployments = List.copyOf(deployments);
    }

    public static Problem of(ProblemCode code, String message) {
        return new Problem(code, "", message, List.of());
    }

    public static Problem invalid(String field, String message) {
        return new Problem(ProblemCode.INVALID, field, message, List.of());
    }

    public static Problem locked(String message, List<DeploymentId> holders) {
        return new Problem(ProblemCode.LOCKED, "", message, holders);
    }
}

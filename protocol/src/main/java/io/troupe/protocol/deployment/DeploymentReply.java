package io.troupe.protocol.deployment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A coordinator's answer. What it says is stored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeploymentReply.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = DeploymentReply.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = DeploymentReply.Awake.class, name = "awake"),
    @JsonSubTypes.Type(value = DeploymentReply.Refused.class, name = "refused")
})
public sealed interface DeploymentReply {
    /** All locks are held; the change survives any crash from here on. */
    record Accepted(DeploymentId deployment, Instant version) implements DeploymentReply {}

    /**
     * The deployment has stopped where it was.
     *
     * @param revert the deployment that undoes it; null if it is left as it is
     * @param version the version of that deployment, or of this one
     */
    record Cancelled(DeploymentId deployment, @Nullable DeploymentId revert, Instant version)
            implements DeploymentReply {}

    /** @param ended whether there is nothing left to do for it */
    record Awake(boolean ended) implements DeploymentReply {}

    record Refused(Problem problem) implements DeploymentReply {}
}

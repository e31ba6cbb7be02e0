package io.troupe.protocol.group;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Cause;
import java.time.Instant;

/** What can be asked of the supervisor of a tenant's groups. All of them may be repeated without harm. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GroupCommand.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = GroupCommand.Apply.class, name = "apply"),
    @JsonSubTypes.Type(value = GroupCommand.Release.class, name = "release"),
    @JsonSubTypes.Type(value = GroupCommand.Wake.class, name = "wake")
})
public sealed interface GroupCommand {
    /**
     * Checks a change and keeps others out until it is applied or released. Answers {@link GroupReply.Prepared} or {@link GroupReply.Refused}.
     *
     * @param version when the deployment was asked for, by its plan
     */
    record Prepare(DeploymentId deployment, Instant version, GroupChange change, Cause cause) implements GroupCommand {}

    /** Makes the prepared change. Answers {@link GroupReply.Applied}, also if it was made before. */
    record Apply(DeploymentId deployment, Cause cause) implements GroupCommand {}

    /** Forgets the prepared change. Answers {@link GroupReply.Released}. */
    record Release(DeploymentId deployment, Cause cause) implements GroupCommand {}

    /** Makes sure the supervisor is alive; answers {@link GroupReply.Awake} once it has recovered. */
    record Wake() implements GroupCommand {}
}

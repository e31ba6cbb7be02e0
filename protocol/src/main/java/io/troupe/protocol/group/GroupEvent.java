package io.troupe.protocol.group;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.DeploymentId;
import java.time.Instant;

/** A fact in the life of a tenant's groups, as their journal keeps it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GroupEvent.ChangePrepared.class, name = "change-prepared"),
    @JsonSubTypes.Type(value = GroupEvent.ChangeApplied.class, name = "change-applied"),
    @JsonSubTypes.Type(value = GroupEvent.ChangeDropped.class, name = "change-dropped")
})
public sealed interface GroupEvent {
    /** A deployment of this version may make this change; until it does or is released, no other may. */
    record ChangePrepared(DeploymentId deployment, Instant version, GroupChange change) implements GroupEvent {}

    /** The prepared change is made, under this version: its deployment's, unless that is not later than the last. */
    record ChangeApplied(DeploymentId deployment, Instant version) implements GroupEvent {}

    /** The prepared change is not made. */
    record ChangeDropped(DeploymentId deployment) implements GroupEvent {}
}

package io.troupe.protocol.group;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.problem.Problem;

/** The answer of the supervisor of a tenant's groups. What it says is stored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GroupReply.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = GroupReply.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = GroupReply.Released.class, name = "released"),
    @JsonSubTypes.Type(value = GroupReply.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = GroupReply.Awake.class, name = "awake")
})
public sealed interface GroupReply {
    /** The change is possible and others are kept out; {@code undo} would undo it. */
    record Prepared(TreePath tenant, GroupChange undo) implements GroupReply {}

    record Applied(TreePath tenant) implements GroupReply {}

    /** Nothing is prepared for the deployment. */
    record Released(TreePath tenant) implements GroupReply {}

    record Refused(TreePath tenant, Problem problem) implements GroupReply {}

    /** @param idle whether nothing is said of the tenant's groups, so that they need not live */
    record Awake(boolean idle) implements GroupReply {}
}

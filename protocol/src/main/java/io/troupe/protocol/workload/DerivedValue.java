package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The value of an environment variable that a user did not write: fixed by a dialect, or known only once the instance has a place. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DerivedValue.Literal.class, name = "literal"),
    @JsonSubTypes.Type(value = DerivedValue.Instance.class, name = "instance"),
    @JsonSubTypes.Type(value = DerivedValue.Slot.class, name = "slot"),
    @JsonSubTypes.Type(value = DerivedValue.RevisionTime.class, name = "revision-time"),
    @JsonSubTypes.Type(value = DerivedValue.Host.class, name = "host"),
    @JsonSubTypes.Type(value = DerivedValue.Port.class, name = "port"),
    @JsonSubTypes.Type(value = DerivedValue.HostPort.class, name = "host-port"),
    @JsonSubTypes.Type(value = DerivedValue.ContainerPort.class, name = "container-port"),
    @JsonSubTypes.Type(value = DerivedValue.AllPorts.class, name = "all-ports"),
    @JsonSubTypes.Type(value = DerivedValue.Sandbox.class, name = "sandbox")
})
public sealed interface DerivedValue {
    /** This text. */
    record Literal(String text) implements DerivedValue {}

    /** The instance id, followed by {@code suffix}. */
    record Instance(String suffix) implements DerivedValue {}

    /** The number of the slot the instance fills. */
    record Slot() implements DerivedValue {}

    /** When the instance's revision was made: ISO-8601 in UTC with milliseconds. */
    record RevisionTime() implements DerivedValue {}

    /** The address under which the node's ports are reached. */
    record Host() implements DerivedValue {}

    /** Where others reach the {@code index}-th port of the spec: the host port; the container port where it has none. */
    record Port(int index) implements DerivedValue {}

    /** The node's port of the {@code index}-th port of the spec; no variable where it has none. */
    record HostPort(int index) implements DerivedValue {}

    /** The {@code index}-th port of the spec as the instance itself sees it. */
    record ContainerPort(int index) implements DerivedValue {}

    /** The ports of {@link Port}, for all ports, joined by commas. */
    record AllPorts() implements DerivedValue {}

    /** The instance's scratch directory as the container sees it. */
    record Sandbox() implements DerivedValue {}
}

package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A directory that containers of an instance may mount.
 *
 * @param name unique within the workload
 * @param source what is in it
 */
public record VolumeSpec(String name, Source source) {
    /** Most volumes of one workload. */
    public static final int VOLUMES_MAX = 100;

    /** Where the files of a volume are. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = HostPath.class, name = "host-path"),
        @JsonSubTypes.Type(value = SandboxPath.class, name = "sandbox-path"),
        @JsonSubTypes.Type(value = Scratch.class, name = "scratch")
    })
    public sealed interface Source {}

    /** A file or directory of the node, by its absolute path; it outlives the instance. */
    public record HostPath(String path) implements Source {}

    /** A directory in the sandbox of the container that mounts it, by its path there; each container has its own. */
    public record SandboxPath(String path) implements Source {}

    /** An empty directory that is made for the instance, shared by its containers, and removed with it. */
    public record Scratch() implements Source {}
}

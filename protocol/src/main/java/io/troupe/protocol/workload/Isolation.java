package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a container may ask of its kernel, and with whom it shares memory there. One without an image has nothing of its own there: it shares memory with
 * its node, and may make every system call.
 *
 * @param systemCalls which system calls it may make; null for those that its engine allows
 * @param memory whose shared memory it sees; null for as its engine does it
 */
public record Isolation(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SystemCalls systemCalls,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SharedMemory memory) {
    /** @param profile name of a seccomp profile that the node knows; null for no limits */
    public record SystemCalls(@Nullable String profile) {}

    /** @param sizeMib how much there is; null for as much as the engine gives. What is the node's has the node's size */
    public record SharedMemory(Scope scope, @Nullable Integer sizeMib) {}

    /** Who sees the same shared memory, and other means of talk between processes of one machine. */
    public enum Scope {
        /** The container alone. */
        CONTAINER,
        /** All containers of the instance that say so. */
        INSTANCE,
        /** All processes of the node that have none of their own. */
        NODE
    }

    /** Whether its shared memory is that of its instance. */
    public boolean sharesInInstance() {
        return memory != null && memory.scope() == Scope.INSTANCE;
    }
}

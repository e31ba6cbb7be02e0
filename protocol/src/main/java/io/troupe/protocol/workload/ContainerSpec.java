package io.troupe.protocol.workload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process tree of an instance.
 *
 * @param name unique within the workload
 * @param image what it runs in; null for a process on the node's own file system
 * @param command what it runs
 * @param environment variables set by the user
 * @param derived variables whose value is known only once the instance has a place, or that the dialect injects; a user's variable of the
 *     same name wins
 * @param resources what it is given of its node
 * @param limits what it may at most use
 * @param user the user it runs as; null for the image's or the node's default
 * @param privileged whether it has all of the node's rights; only with an image
 * @param terminal whether it gets a terminal; only with an image
 * @param parameters options handed to the container engine as they are, in order; only with an image
 */
public record ContainerSpec(
        String name,
        @Nullable ImageSpec image,
        CommandSpec command,
        Map<String, String> environment,
        Map<String, DerivedValue> derived,
        Resources resources,
        ResourceLimits limits,
        @Nullable String user,
        boolean privileged,
        boolean terminal,
        List<EngineParameter> parameters) {
    public ContainerSpec {
        environment = Map.copyOf(environment);
        derived = Map.copyOf(derived);
        parameters = List.copyOf(parameters);
        if (image == null && command instanceof CommandSpec.ImageDefault) {
            throw new IllegalArgumentException("a container without an image needs a command");
        }
    }

    /** A container that runs a shell line on the node itself, bounded by the memory it asks for. */
    public static ContainerSpec process(String name, String shellLine, Resources resources) {
        return new ContainerSpec(
                name,
                null,
                new CommandSpec.Shell(shellLine),
                Map.of(),
                Map.of(),
                resources,
                ResourceLimits.memoryOf(resources),
                null,
                false,
                false,
                List.of());
    }

    /** A container that runs a command in an image, bounded by the memory it asks for. */
    public static ContainerSpec inImage(String name, String image, CommandSpec command, Resources resources) {
        return new ContainerSpec(
                name,
                new ImageSpec(image, false),
                command,
                Map.of(),
                Map.of(),
                resources,
                ResourceLimits.memoryOf(resources),
                null,
                false,
                false,
                List.of());
    }
}

package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.troupe.protocol.health.CheckSpec;
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
 * @param checks how it is found out whether it serves
 * @param mounts the volumes of the workload that it sees, and where
 * @param artifacts files that are in its sandbox when it starts
 * @param isolation what it may ask of its kernel; null for what its engine allows
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
        List<EngineParameter> parameters,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CheckSpec> checks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VolumeMount> mounts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ArtifactSpec> artifacts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Isolation isolation) {
    public ContainerSpec {
        checks = checks == null ? List.of() : List.copyOf(checks);
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        environment = Map.copyOf(environment);
        derived = Map.copyOf(derived);
        parameters = List.copyOf(parameters);
        if (image == null && command instanceof CommandSpec.ImageDefault) {
            throw new IllegalArgumentException("a container without an image needs a command");
        }
    }

    /** A container with the default rules: nothing in its environment, bounded by the memory it asks for. */
    public static ContainerSpec of(String name, @Nullable ImageSpec image, CommandSpec command, Resources resources) {
        return new ContainerSpec(
                name,
                image,
                command,
                Map.of(),
                Map.of(),
                resources,
                ResourceLimits.memoryOf(resources),
                null,
                false,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** A container that runs a shell line on the node itself. */
    public static ContainerSpec process(String name, String shellLine, Resources resources) {
        return of(name, null, new CommandSpec.Shell(shellLine), resources);
    }

    /** A container that runs a command in an image. */
    public static ContainerSpec inImage(String name, String image, CommandSpec command, Resources resources) {
        return of(name, new ImageSpec(image, false), command, resources);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Makes a container, field by field; what is not set has its default. */
    public static final class Builder {
        private String name;
        private @Nullable ImageSpec image;
        private CommandSpec command;
        private Map<String, String> environment;
        private Map<String, DerivedValue> derived;
        private Resources resources;
        private ResourceLimits limits;
        private @Nullable String user;
        private boolean privileged;
        private boolean terminal;
        private List<EngineParameter> parameters;
        private List<CheckSpec> checks;
        private List<VolumeMount> mounts;
        private List<ArtifactSpec> artifacts;
        private @Nullable Isolation isolation;

        private Builder(ContainerSpec from) {
            this.name = from.name;
            this.image = from.image;
            this.command = from.command;
            this.environment = from.environment;
            this.derived = from.derived;
            this.resources = from.resources;
            this.limits = from.limits;
            this.user = from.user;
            this.privileged = from.privileged;
            this.terminal = from.terminal;
            this.parameters = from.parameters;
            this.checks = from.checks;
            this.mounts = from.mounts;
            this.artifacts = from.artifacts;
            this.isolation = from.isolation;
        }

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder image(@Nullable ImageSpec value) {
            this.image = value;
            return this;
        }

        public Builder command(CommandSpec value) {
            this.command = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            this.environment = value;
            return this;
        }

        public Builder derived(Map<String, DerivedValue> value) {
            this.derived = value;
            return this;
        }

        public Builder resources(Resources value) {
            this.resources = value;
            return this;
        }

        public Builder limits(ResourceLimits value) {
            this.limits = value;
            return this;
        }

        public Builder user(@Nullable String value) {
            this.user = value;
            return this;
        }

        public Builder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        public Builder terminal(boolean value) {
            this.terminal = value;
            return this;
        }

        public Builder parameters(List<EngineParameter> value) {
            this.parameters = value;
            return this;
        }

        public Builder checks(List<CheckSpec> value) {
            this.checks = value;
            return this;
        }

        public Builder mounts(List<VolumeMount> value) {
            this.mounts = value;
            return this;
        }

        public Builder artifacts(List<ArtifactSpec> value) {
            this.artifacts = value;
            return this;
        }

        public Builder isolation(@Nullable Isolation value) {
            this.isolation = value;
            return this;
        }

        public ContainerSpec build() {
            return new ContainerSpec(
                    name,
                    image,
                    command,
                    environment,
                    derived,
                    resources,
                    limits,
                    user,
                    privileged,
                    terminal,
                    parameters,
                    checks,
                    mounts,
                    artifacts,
                    isolation);
        }
    }
}

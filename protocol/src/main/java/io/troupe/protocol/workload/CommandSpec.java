package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a container runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandSpec.Shell.class, name = "shell"),
    @JsonSubTypes.Type(value = CommandSpec.Arguments.class, name = "arguments"),
    @JsonSubTypes.Type(value = CommandSpec.Program.class, name = "program"),
    @JsonSubTypes.Type(value = CommandSpec.ImageDefault.class, name = "image-default")
})
public sealed interface CommandSpec {
    /** A line for {@code /bin/sh -c}; with an image it replaces the image's entry point. */
    record Shell(String line) implements CommandSpec {}

    /** An argument vector; with an image it is handed to the image's entry point, without one the first is the program. */
    record Arguments(List<String> values) implements CommandSpec {
        public Arguments {
            values = List.copyOf(values);
        }
    }

    /** An argument vector whose first is the program; with an image it replaces the image's entry point. */
    record Program(List<String> values) implements CommandSpec {
        public Program {
            values = List.copyOf(values);
        }
    }

    /** Whatever the image says. */
    record ImageDefault() implements CommandSpec {}
}

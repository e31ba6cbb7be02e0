package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code command} of a pod or a check: a line for the shell or a list of arguments.
 *
 * @param shell null if there are arguments
 */
record CommandFields(@Nullable String shell, List<String> arguments) {
    /** Null if a fault was noted: one of the two is needed, and not both. */
    static @Nullable CommandFields read(Fields command) {
        command.known(Set.of("shell", "argv"));
        var shell = command.text("shell");
        var arguments = command.texts("argv");
        if ((shell == null || shell.isBlank()) == arguments.isEmpty()) {
            command.faults().rule(command.path("shell"), "either this or argv is needed");
            return null;
        }
        return new CommandFields(shell, arguments);
    }

    /** As it was sent. */
    void write(ObjectNode above) {
        var command = above.putObject("command");
        if (shell != null) {
            command.put("shell", shell);
        } else {
            command.set("argv", Json.texts(arguments));
        }
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the three sorts of checks of an app have in common: a port, a path, times. */
final class CheckFields {
    private static final String INDEX_RULE =
            "Health check port indices must address an element of the ports array or container port mappings.";

    private CheckFields() {}

    /** What is tried, of an observed check: null if a fault was noted. */
    static @Nullable String kind(Fields check) {
        var kinds = Stream.of("http", "tcp", "exec").filter(check::has).toList();
        if (kinds.size() != 1) {
            check.faults().rule(check.path("http"), "Must specify a single type of check, http, tcp, or exec");
            return null;
        }
        return kinds.getFirst();
    }

    /** The port that is named by its number or by its index; the first one if neither is given. */
    static @Nullable PortReference port(Fields check, List<PortSpec> ports, ObjectNode note) {
        if (check.has("port") && check.has("portIndex")) {
            check.faults().rule(check.path("port"), "must not be given beside portIndex");
            return null;
        }
        if (check.has("port")) {
            int port = check.whole("port", 1, 1, PortSpec.PORT_MAX);
            note.put("port", port);
            return new PortReference.Fixed(port);
        }
        int index = check.whole("portIndex", 0, 0, PortSpec.PORT_MAX);
        if (index >= ports.size()) {
            check.faults().rule(check.path("portIndex"), INDEX_RULE);
            return null;
        }
        note.put("portIndex", index);
        return new PortReference.Index(index);
    }

    /** {@code path}, by default the root; it goes into a request line, so blanks and the like cannot be in it. */
    static @Nullable String path(Fields check) {
        var path = check.text("path");
        if (path == null) {
            return "/";
        }
        if (path.chars().anyMatch(character -> character <= ' ' || character == 127)) {
            check.faults().rule(check.path("path"), "has a blank or a control character");
            return null;
        }
        return path;
    }

    static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /** Marathon takes 0; less than a second is not waited. */
    static Duration seconds(int seconds) {
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.SlotRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Troupe's addition {@code slots}: what the slots of an app mean, if they are not all alike. An empty object takes it back. */
final class SlotsJson {
    private static final Set<String> KNOWN = Set.of("kind");

    private SlotsJson() {}

    static @Nullable SlotRule read(Fields app, List<Constraint> constraints) {
        var slots = app.object("slots");
        if (slots == null || app.node("slots").isEmpty()) {
            return null;
        }
        slots.known(KNOWN);
        return switch (slots.text("kind")) {
            case "everyNode" -> everyNode(app, constraints);
            case null, default -> {
                slots.faults().rule(slots.path("kind"), "must be everyNode");
                yield null;
            }
        };
    }

    private static SlotRule everyNode(Fields app, List<Constraint> constraints) {
        if (app.has("instances")) {
            app.faults().rule(app.path("instances"), "cannot be given: their number follows the nodes");
        }
        for (int index = 0; index < constraints.size(); index++) {
            if (!constraints.get(index).looksAtNodeAlone()) {
                app.faults()
                        .rule(
                                app.path("constraints") + "(" + index + ")",
                                "looks at where other instances are, but each node has one");
            }
        }
        return new SlotRule.EveryNode();
    }

    static ObjectNode json(SlotRule rule) {
        return switch (rule) {
            case SlotRule.EveryNode _ -> Json.object().put("kind", "everyNode");
        };
    }
}

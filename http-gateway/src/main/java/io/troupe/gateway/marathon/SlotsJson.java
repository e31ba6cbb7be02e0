package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Troupe's addition {@code slots}: what the slots of an app mean, if they are not all alike. An empty object takes it back. */
final class SlotsJson {
    private static final Set<String> KNOWN = Set.of("kind", "start", "partition");

    private SlotsJson() {}

    static @Nullable SlotRule read(Fields app, List<Constraint> constraints) {
        var slots = app.object("slots");
        if (slots == null || app.node("slots").isEmpty()) {
            return null;
        }
        slots.known(KNOWN);
        return switch (slots.text("kind")) {
            case "everyNode" -> everyNode(app, slots, constraints);
            case "ordinal" -> ordinal(app, slots);
            case null, default -> {
                slots.faults().rule(slots.path("kind"), "is neither everyNode nor ordinal");
                yield null;
            }
        };
    }

    private static SlotRule ordinal(Fields app, Fields slots) {
        var strategy = app.object("upgradeStrategy");
        if (strategy != null && strategy.node("canary").asInt(0) > 0) {
            strategy.faults()
                    .rule(strategy.path("canary"), "does not go with ordinals: slots below the partition are kept");
        }
        var order = switch (slots.text("start")) {
            case null -> StartOrder.ORDERED;
            case "ordered" -> StartOrder.ORDERED;
            case "parallel" -> StartOrder.PARALLEL;
            default -> {
                slots.faults().rule(slots.path("start"), "is neither ordered nor parallel");
                yield StartOrder.ORDERED;
            }
        };
        return new SlotRule.Ordinal(order, slots.whole("partition", 0, 0, WorkloadSpec.INSTANCES_MAX));
    }

    /** What an app whose slots are ordinals finds in its environment. */
    static Map<String, DerivedValue> variables(@Nullable SlotRule rule, Map<String, DerivedValue> others) {
        if (!(rule instanceof SlotRule.Ordinal)) {
            return others;
        }
        var variables = new HashMap<>(others);
        variables.put("TROUPE_SLOT", new DerivedValue.Slot());
        return variables;
    }

    private static SlotRule everyNode(Fields app, Fields slots, List<Constraint> constraints) {
        for (var name : List.of("start", "partition")) {
            if (slots.has(name)) {
                slots.faults().rule(slots.path(name), "belongs to ordinals");
            }
        }
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

    /** What is usual when a node is away depends on it. */
    static boolean sameKind(JsonNode one, JsonNode other) {
        return one.path("slots").path("kind").equals(other.path("slots").path("kind"));
    }

    static ObjectNode json(SlotRule rule) {
        return switch (rule) {
            case SlotRule.EveryNode _ -> Json.object().put("kind", "everyNode");
            case SlotRule.Ordinal(var order, var partition) -> {
                var json = Json.object().put("kind", "ordinal");
                json.put("start", order.name().toLowerCase(Locale.ROOT));
                yield json.put("partition", partition);
            }
        };
    }
}

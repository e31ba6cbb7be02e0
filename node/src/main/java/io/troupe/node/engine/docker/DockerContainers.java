package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads containers from an engine's answers. */
final class DockerContainers {
    private DockerContainers() {}

    /** An entry of {@code /containers/json}. How it ended is not told there. */
    static EngineContainer listed(JsonNode entry) {
        return new EngineContainer(
                entry.path("Id").asText(),
                labels(entry.path("Labels")),
                state(entry.path("State").asText()),
                null,
                false,
                Instant.ofEpochSecond(entry.path("Created").asLong()),
                null,
                addresses(entry));
    }

    /** The answer of {@code /containers/ID/json}. */
    static EngineContainer inspected(JsonNode answer) {
        var seen = answer.path("State");
        var state = state(seen.path("Status").asText());
        return new EngineContainer(
                answer.path("Id").asText(),
                labels(answer.path("Config").path("Labels")),
                state,
                state == State.ENDED ? seen.path("ExitCode").asInt() : null,
                seen.path("OOMKilled").asBoolean(),
                Instant.parse(answer.path("Created").asText()),
                startedAt(seen.path("StartedAt").asText()),
                addresses(answer));
    }

    /** A container whose start failed counts as created, as the engine has it. */
    private static State state(String word) {
        return switch (word) {
            case "created" -> State.CREATED;
            case "running", "paused", "restarting" -> State.RUNNING;
            default -> State.ENDED;
        };
    }

    /** The engine writes the year 1 for never. */
    private static @Nullable Instant startedAt(String text) {
        return text.isEmpty() || text.startsWith("0001-") ? null : Instant.parse(text);
    }

    private static Map<String, String> labels(JsonNode object) {
        var labels = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        return labels;
    }

    private static List<String> addresses(JsonNode container) {
        var addresses = new ArrayList<String>();
        for (var network : container.path("NetworkSettings").path("Networks")) {
            for (var field : List.of("IPAddress", "GlobalIPv6Address")) {
                var address = network.path(field).asText("");
                if (!address.isEmpty()) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }
}

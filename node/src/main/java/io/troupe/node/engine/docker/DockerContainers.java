package io.troupe.node.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads containers from an engine's answers. */
final class DockerContainers {
    private DockerContainers() {}

    /** An entry of the list. How it ended is not told there. */
    static EngineContainer listed(Container entry) {
        var settings = entry.getNetworkSettings();
        return new EngineContainer(
                entry.getId(),
                labels(entry.getLabels()),
                state(entry.getState()),
                null,
                false,
                Instant.ofEpochSecond(entry.getCreated()),
                null,
                addresses(settings == null ? null : settings.getNetworks()),
                null);
    }

    static EngineContainer inspected(InspectContainerResponse answer) {
        var seen = answer.getState();
        var state = state(seen.getStatus());
        var exitCode = seen.getExitCodeLong();
        var settings = answer.getNetworkSettings();
        return new EngineContainer(
                answer.getId(),
                labels(answer.getConfig().getLabels()),
                state,
                state == State.ENDED && exitCode != null ? exitCode.intValue() : null,
                Boolean.TRUE.equals(seen.getOOMKilled()),
                Instant.parse(answer.getCreated()),
                moment(seen.getStartedAt()),
                addresses(settings == null ? null : settings.getNetworks()),
                state == State.ENDED ? moment(seen.getFinishedAt()) : null);
    }

    /** A container whose start failed counts as created, as the engine has it. */
    private static State state(@Nullable String word) {
        return switch (String.valueOf(word)) {
            case "created" -> State.CREATED;
            case "running", "paused", "restarting" -> State.RUNNING;
            default -> State.ENDED;
        };
    }

    /** The engine writes the year 1 for never. */
    private static @Nullable Instant moment(@Nullable String text) {
        return text == null || text.isEmpty() || text.startsWith("0001-") ? null : Instant.parse(text);
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    private static List<String> addresses(@Nullable Map<String, ContainerNetwork> networks) {
        Collection<ContainerNetwork> all = networks == null ? List.of() : networks.values();
        return all.stream()
                .flatMap(network -> Stream.of(network.getIpAddress(), network.getGlobalIPv6Address()))
                .filter(address -> address != null && !address.isEmpty())
                .toList();
    }
}

package io.troupe.node.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose container it is, and what an agent must know to take it over: written on the container as labels when it is created.
 *
 * @param workload the workload
 * @param instance the instance
 * @param container the container's name within the workload
 * @param revision the revision it runs
 * @param slot the slot its instance fills
 * @param since when the agent took the instance on
 * @param place where the instance runs, with its ports
 * @param resources what the whole instance takes of the node
 * @param grace how long the container may take to end by itself
 */
public record ContainerIdentity(
        WorkloadId workload,
        InstanceId instance,
        String container,
        long revision,
        int slot,
        Instant since,
        InstancePlace place,
        Resources resources,
        Duration grace) {
    public static final String NODE = "io.troupe.node";
    public static final String WORKLOAD = "io.troupe.workload";
    public static final String INSTANCE = "io.troupe.instance";
    public static final String CONTAINER = "io.troupe.container";
    public static final String REVISION = "io.troupe.revision";
    public static final String SLOT = "io.troupe.slot";
    public static final String NOTE = "io.troupe.note";
    /** The name of the container that holds the network which the instance's others share. No container of a spec is named so. */
    public static final String NETWORK_HOLDER = "_network";

    private static final ObjectMapper JSON = new ObjectMapper();

    public NodeId node() {
        return place.node();
    }

    public boolean holdsNetwork() {
        return container.equals(NETWORK_HOLDER);
    }

    /** The labels that {@link #read} understands. */
    public Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put(NODE, place.node().value());
        labels.put(WORKLOAD, workload.path());
        labels.put(INSTANCE, instance.value());
        labels.put(CONTAINER, container);
        labels.put(REVISION, Long.toString(revision));
        labels.put(SLOT, Integer.toString(slot));
        try {
            labels.put(
                    NOTE, JSON.writeValueAsString(new Note(since.toEpochMilli(), place, resources, grace.toMillis())));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a note that cannot be written", e);
        }
        return labels;
    }

    /** What labels say; empty if they are not those of a container of Troupe, or damaged. */
    public static Optional<ContainerIdentity> read(Map<String, String> labels) {
        try {
            var note = JSON.readValue(labels.getOrDefault(NOTE, ""), Note.class);
            return Optional.of(new ContainerIdentity(
                    WorkloadId.of(labels.getOrDefault(WORKLOAD, "")),
                    InstanceId.of(labels.getOrDefault(INSTANCE, "")),
                    labels.getOrDefault(CONTAINER, ""),
                    Long.parseLong(labels.getOrDefault(REVISION, "")),
                    Integer.parseInt(labels.getOrDefault(SLOT, "")),
                    Instant.ofEpochMilli(note.sinceMillis()),
                    note.place(),
                    note.resources(),
                    Duration.ofMillis(note.graceMillis())));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Note(long sinceMillis, InstancePlace place, Resources resources, long graceMillis) {}
}

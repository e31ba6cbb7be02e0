package io.troupe.cluster.agent;

import io.troupe.protocol.identity.InstanceId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The data directory of an agent: the sandboxes of instances, and the notes in them. It outlives the JVM. */
final class DirectoryInMemory {
    private final EnginesInMemory engines;
    private final Map<InstanceId, AgentInput.Found> notes = new TreeMap<>();
    private final Set<InstanceId> sandboxes = new TreeSet<>();

    DirectoryInMemory(EnginesInMemory engines) {
        this.engines = engines;
    }

    Set<InstanceId> sandboxes() {
        return sandboxes;
    }

    void note(AgentInput.Found note) {
        notes.put(note.instance(), note);
        sandboxes.add(note.instance());
    }

    void dropNote(InstanceId instance) {
        notes.remove(instance);
    }

    void remove(InstanceId instance) {
        notes.remove(instance);
        sandboxes.remove(instance);
    }

    /** What an agent reads at its start. */
    AgentInput noted() {
        var unnoted = sandboxes.stream()
                .filter(id -> !notes.containsKey(id))
                .map(InstanceId::value)
                .collect(Collectors.toSet());
        return new AgentInput.Noted(List.copyOf(notes.values()), unnoted);
    }

    /** What has containers still needs its sandbox. */
    void sweep(AgentEffect.Sweep sweep) {
        var swept = sandboxes.stream()
                .filter(id ->
                        sweep.sandboxes().contains(id.value()) && !sweep.known().contains(id))
                .toList();
        for (var id : swept) {
            if (!engines.of(id).isEmpty()) {
                throw new AssertionError("the sandbox of " + id + " is removed, and it has containers");
            }
            sandboxes.remove(id);
        }
    }
}

package io.troupe.node.agent;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scratch directories of instances, one below the other: instance, container; and beside those of an instance a note of what it takes of the
 * node, so that it can be reckoned with before the engine that has its containers answers.
 */
record Sandboxes(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String NOTE = "instance.json";

    private record Note(
            Map<String, String> labels,
            List<String> containers,
            Set<EngineKind> engines,
            @Nullable List<ContainerCheck> checks) {}

    Path of(InstanceId instance, String container) {
        try {
            return Files.createDirectories(
                    folder.resolve(safe(instance.value())).resolve(safe(container)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the note of an instance before anything of it exists. */
    void note(
            ContainerIdentity identity, List<String> containers, Set<EngineKind> engines, List<ContainerCheck> checks) {
        try {
            var home = Files.createDirectories(
                    folder.resolve(safe(identity.instance().value())));
            var unfinished = home.resolve(NOTE + ".new");
            Files.write(unfinished, JSON.writeValueAsBytes(new Note(identity.labels(), containers, engines, checks)));
            Files.move(unfinished, home.resolve(NOTE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A note that cannot be dropped makes the next run of the agent look for containers that are gone, no more. */
    void dropNote(InstanceId instance) {
        try {
            Files.deleteIfExists(folder.resolve(safe(instance.value())).resolve(NOTE));
        } catch (IOException e) {
            LOG.warn("note not dropped instance={} reason='{}'", instance, e.getMessage());
        }
    }

    /** All notes; one that cannot be read is passed over, its containers still carry the same. */
    List<Found> notes() {
        var found = new ArrayList<Found>();
        try (var homes = Files.newDirectoryStream(folder)) {
            for (var home : homes) {
                note(home.resolve(NOTE)).ifPresent(found::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Optional<Found> note(Path file) {
        try {
            var note = JSON.readValue(Files.readAllBytes(file), new TypeReference<Note>() {});
            return ContainerIdentity.read(note.labels()).map(identity -> found(identity, note));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("note passed over file={} reason='{}'", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Found found(ContainerIdentity identity, Note note) {
        return new Found(
                identity.instance(),
                identity.workload(),
                identity.place(),
                identity.resources(),
                note.engines(),
                note.containers(),
                List.of(),
                Stage.HALF_CREATED,
                null,
                identity.since(),
                note.checks() == null ? List.of() : note.checks());
    }

    void remove(InstanceId instance) {
        try (var tree = Files.walk(folder.resolve(safe(instance.value())))) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // It had none.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String safe(String name) {
        return name.replace('/', '_').replaceFirst("^\\.+", "_");
    }
}

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
import io.troupe.node.engine.ContainerPlan.PlannedVolume;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.VolumeSpec.HostPath;
import io.troupe.protocol.workload.VolumeSpec.SandboxPath;
import io.troupe.protocol.workload.VolumeSpec.Scratch;
import io.troupe.protocol.workload.WorkloadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scratch directories of instances: one an instance, and in it one a container. Beside these are the volumes that the containers share, and a note of
 * what the instance takes of the node, so that it can be reckoned with before the engine that has its containers answers.
 */
record Sandboxes(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String NOTE = "instance.json";
    /** No container's name begins with a dot here. */
    private static final String VOLUMES = ".volumes";

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

    /** What a container mounts, with the directories that belong to the instance. Anybody may write in these, whatever user a container runs as. */
    List<PlannedVolume> volumes(InstanceId instance, WorkloadSpec spec, ContainerSpec container) {
        var sandbox = of(instance, container.name());
        var volumes = new ArrayList<PlannedVolume>();
        for (var mount : container.mounts()) {
            var volume = spec.volume(mount.volume())
                    .orElseThrow(() -> new EngineException(
                            EngineException.Kind.REFUSED_BY_ENGINE, "there is no volume named " + mount.volume()));
            volumes.add(
                    switch (volume.source()) {
                        case HostPath(var path) ->
                            new PlannedVolume(Path.of(path), false, mount.path(), mount.readOnly());
                        case SandboxPath(var path) ->
                            new PlannedVolume(
                                    open(inside(sandbox, path), sandbox), true, mount.path(), mount.readOnly());
                        case Scratch() ->
                            new PlannedVolume(
                                    open(inside(home(instance).resolve(VOLUMES), safe(volume.name())), home(instance)),
                                    true,
                                    mount.path(),
                                    mount.readOnly());
                    });
        }
        return volumes;
    }

    private Path home(InstanceId instance) {
        return folder.toAbsolutePath().resolve(safe(instance.value()));
    }

    private static Path inside(Path above, String path) {
        var whole = above.toAbsolutePath().normalize();
        var found = whole.resolve(path).normalize();
        if (!found.startsWith(whole)) {
            throw new EngineException(
                    EngineException.Kind.REFUSED_BY_ENGINE, "the volume " + path + " is outside of the sandbox");
        }
        return found;
    }

    /** Makes the directories below {@code above} that are missing. */
    private static Path open(Path directory, Path above) {
        var present = above.toAbsolutePath().normalize();
        try {
            Files.createDirectories(present);
            for (var part : present.relativize(directory)) {
                present = present.resolve(part);
                if (!Files.isDirectory(present)) {
                    Files.setPosixFilePermissions(
                            Files.createDirectory(present), PosixFilePermissions.fromString("rwxrwxrwx"));
                }
            }
            return directory;
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
                note.checks() == null ? List.of() : note.checks(),
                List.of(),
                identity.grace());
    }

    void remove(InstanceId instance) {
        remove(folder.resolve(safe(instance.value())));
    }

    /**
     * What a container wrote as root cannot be removed by a node that is not root. It stays then, and the next run of the agent tries again; to try for ever
     * would not help.
     */
    private static void remove(Path home) {
        try (var tree = Files.walk(home)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // It had none.
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("sandbox not removed, remove it by hand path={} reason='{}'", home, e.toString());
        }
    }

    /** The names of directories of instances without a note: what ended in an earlier run of the agent. */
    Set<String> unnoted() {
        try (var homes = Files.newDirectoryStream(
                folder, home -> Files.isDirectory(home) && !Files.exists(home.resolve(NOTE)))) {
            return StreamSupport.stream(homes.spliterator(), false)
                    .map(home -> home.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException | DirectoryIteratorException e) {
            return Set.of();
        }
    }

    /** Removes those of them that belong to none of these instances: their containers are gone, so nobody else would ever remove them. */
    void sweep(Set<String> names, Collection<InstanceId> known) {
        var kept = known.stream().map(instance -> safe(instance.value())).collect(Collectors.toSet());
        names.stream().filter(name -> !kept.contains(name)).forEach(name -> {
            LOG.info("sandbox of a forgotten instance removed name={}", name);
            remove(folder.resolve(name));
        });
    }

    private static String safe(String name) {
        return name.replace('/', '_').replaceFirst("^\\.+", "_");
    }
}

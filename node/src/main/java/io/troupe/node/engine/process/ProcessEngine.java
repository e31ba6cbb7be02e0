package io.troupe.node.engine.process;

import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.EngineListener;
import io.troupe.node.engine.ExecSession;
import io.troupe.node.engine.LogReader;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.CommandSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs containers without an image as processes of the node. */
public final class ProcessEngine implements ContainerEngine {
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final Duration KILL_MAX = Duration.ofSeconds(10);

    private record Prepared(ContainerPlan plan, List<String> command) {}

    private final Path folders;
    private final ControlGroups groups;
    private final ProcessWatcher watcher;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byInstance = new ConcurrentHashMap<>();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();

    /** @param dataDirectory below it, {@code processes} holds a folder for each container */
    public ProcessEngine(Path dataDirectory) {
        this(dataDirectory, CONTROL_GROUPS);
    }

    ProcessEngine(Path dataDirectory, Path controlGroups) {
        folders = dataDirectory.toAbsolutePath().resolve("processes");
        try {
            Files.createDirectories(folders);
            groups = ControlGroups.open(
                    controlGroups,
                    UUID.nameUUIDFromBytes(folders.toString().getBytes(StandardCharsets.UTF_8))
                            .toString());
            watcher = ProcessWatcher.start(Files.createDirectories(endings()), this::folder, this::tell);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        list().forEach(this::index);
        all().stream()
                .filter(folder -> folder.state() == State.RUNNING)
                .map(ProcessFolder::id)
                .forEach(watcher::add);
        groups.all().stream().filter(id -> folder(id).state() == State.ENDED).forEach(groups::remove);
        groups.all().stream().filter(id -> !folder(id).exists()).forEach(this::discardGroup);
    }

    private Path endings() {
        return folders.resolveSibling("processes-ended");
    }

    /** What still runs in a group whose container is gone belongs to nobody. */
    private void discardGroup(String id) {
        groups.members(id).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        groups.remove(id);
    }

    @Override
    public EngineDescription describe() {
        return new EngineDescription(EngineKind.PROCESSES, "process", groups.describe(), true);
    }

    private List<ProcessFolder> all() {
        try (var found = Files.list(folders)) {
            return found.map(ProcessFolder::new).filter(ProcessFolder::exists).toList();
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "cannot read " + folders, e);
        }
    }

    @Override
    public List<EngineContainer> list() {
        return all().stream().map(ProcessFolder::container).toList();
    }

    /** Without a look at all the others. */
    @Override
    public List<EngineContainer> listOf(InstanceId instance) {
        return byInstance.getOrDefault(instance.value(), Set.of()).stream()
                .map(this::folder)
                .filter(ProcessFolder::exists)
                .map(ProcessFolder::container)
                .toList();
    }

    private void index(EngineContainer container) {
        var instance = container.labels().get(ContainerIdentity.INSTANCE);
        if (instance != null) {
            index(instance, container.id());
        }
    }

    private void index(String instance, String container) {
        byInstance
                .computeIfAbsent(instance, key -> ConcurrentHashMap.newKeySet())
                .add(container);
    }

    @Override
    public Optional<EngineContainer> find(String container) {
        return Optional.of(folder(container)).filter(ProcessFolder::exists).map(ProcessFolder::container);
    }

    private ProcessFolder folder(String container) {
        return new ProcessFolder(folders.resolve(container));
    }

    private ProcessFolder existing(String container) {
        var folder = folder(container);
        if (!folder.exists()) {
            throw new EngineException(Kind.NOT_FOUND, "no such process: " + container);
        }
        return folder;
    }

    @Override
    public void prepare(ContainerPlan plan, PrepareProgress progress) {}

    @Override
    public String create(ContainerPlan plan) {
        var identity = plan.identity();
        var id = UUID.nameUUIDFromBytes(
                        (identity.instance() + " " + identity.container()).getBytes(StandardCharsets.UTF_8))
                .toString();
        var folder = folder(id);
        if (folder.exists() && folder.state() == State.ENDED) {
            throw new EngineException(Kind.CONFLICT, "the process " + id + " has run already");
        }
        var user = plan.container().user();
        var command = new ArrayList<>(Account.prefixOf(user));
        switch (plan.container().command()) {
            case CommandSpec.Shell shell -> command.addAll(List.of("/bin/sh", "-c", shell.line()));
            case CommandSpec.Arguments arguments -> command.addAll(arguments.values());
            case CommandSpec.Program program -> command.addAll(program.values());
            case CommandSpec.ImageDefault image ->
                throw new EngineException(Kind.REFUSED_BY_ENGINE, "a process needs a command");
        }
        prepared.put(id, new Prepared(plan, List.copyOf(command)));
        if (!folder.exists()) {
            var sandbox = plan.sandbox().toAbsolutePath();
            SandboxLayout.make(sandbox, user);
            plan.volumes().forEach(volume -> SandboxLayout.link(volume, sandbox));
            folder.write(identity.labels(), sandbox, user == null ? "" : user);
            index(identity.instance().value(), id);
        }
        return id;
    }

    @Override
    public void start(String container) {
        var folder = existing(container);
        var what = prepared.remove(container);
        if (folder.launchedAt().isPresent()) {
            return;
        }
        if (what == null) {
            throw new EngineException(Kind.NOT_FOUND, "the process " + container + " was created by a former run");
        }
        var spec = what.plan().container();
        try {
            var group = groups.make(container, spec.resources(), spec.limits());
            folder.markLaunched();
            Launch.start(folder, endings(), group, what.command(), what.plan().environment());
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot limit a process: " + e.getMessage(), e);
        }
        tell(new EngineEvent.Started(container, Instant.now()));
        watcher.add(container);
    }

    @Override
    public void stop(String container, Duration grace) {
        var folder = folder(container);
        if (folder.state() != State.RUNNING) {
            return;
        }
        var process = folder.process();
        try (var end = watcher.end(container)) {
            if (process.isPresent() && process.get().alive()) {
                Launch.signal("TERM", process.get().pid());
                if (!end.await(grace) && process.get().alive()) {
                    Launch.signal("KILL", process.get().pid());
                }
            }
            if (!end.await(KILL_MAX) && folder.state() == State.RUNNING) {
                throw new EngineException(Kind.UNAVAILABLE, "the process does not die: " + container);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "interrupted while stopping a process", e);
        }
    }

    @Override
    public void remove(String container) {
        stop(container, Duration.ZERO);
        prepared.remove(container);
        groups.remove(container);
        var folder = folder(container);
        if (folder.exists()) {
            var instance = folder.container().labels().get(ContainerIdentity.INSTANCE);
            folder.delete();
            if (instance != null) {
                byInstance.computeIfPresent(
                        instance,
                        (key, containers) -> containers.remove(container) && containers.isEmpty() ? null : containers);
            }
            try {
                Files.deleteIfExists(endings().resolve(container));
            } catch (IOException e) {
                throw new EngineException(Kind.UNAVAILABLE, "cannot clear " + endings(), e);
            }
            tell(new EngineEvent.Removed(container, Instant.now()));
        }
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private synchronized void tell(EngineEvent event) {
        if (event instanceof EngineEvent.Ended ended) {
            groups.remove(ended.container());
        }
        listeners.forEach(listener -> listener.heard(event));
    }

    @Override
    public LogReader logs(String container, LogRequest request) {
        var folder = existing(container);
        return new FileLogReader(
                new OutputFile(folder.output()),
                new OutputFile(folder.error()),
                request,
                () -> folder.state() == State.RUNNING);
    }

    @Override
    public ExecSession exec(String container, ExecRequest request) {
        var folder = existing(container);
        var process = folder.process();
        if (folder.state() != State.RUNNING || process.isEmpty()) {
            throw new EngineException(Kind.CONFLICT, "the process " + container + " does not run");
        }
        return ProcessExecSession.start(
                request,
                folder.sandbox(),
                process.get().environment(),
                Account.prefixOf(folder.user()),
                groups.find(container),
                folder.path());
    }

    @Override
    public String sandboxInside(Path sandbox) {
        return sandbox.toAbsolutePath().toString();
    }

    @Override
    public void close() {
        watcher.close();
        groups.close();
    }
}

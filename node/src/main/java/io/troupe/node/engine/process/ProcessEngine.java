package io.troupe.node.engine.process;

import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
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
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long OUTPUT_BYTES_MAX = 20L * 1024 * 1024;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    /** $1 the container's folder, $2 its sandbox, the rest the command. What the command leaves running is killed with it. */
    private static final String LAUNCHER = """
            folder=$1; sandbox=$2; shift 2
            cd "$sandbox" || exit 1
            setsid /bin/sh -c 'f=$1; shift
              echo "$$ $(cut -d" " -f22 /proc/$$/stat)" >"$f/pid.tmp" && mv "$f/pid.tmp" "$f/pid"
              exec "$@"' sh "$folder" "$@" </dev/null >>stdout 2>>stderr
            code=$?
            read -r pid ticks <"$folder/pid"
            kill -s KILL -- "-$pid" 2>/dev/null
            echo $code >"$folder/exit.tmp" && mv "$folder/exit.tmp" "$folder/exit"
            """;

    private record Prepared(List<String> command, Map<String, String> environment) {}

    private final Path folders;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile boolean closed;

    /** @param dataDirectory below it, {@code processes} holds a folder for each container */
    public ProcessEngine(Path dataDirectory) {
        folders = dataDirectory.toAbsolutePath().resolve("processes");
        try {
            Files.createDirectories(folders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        list().stream().filter(one -> one.state() == State.RUNNING).forEach(one -> running.add(one.id()));
        watcher = Thread.ofPlatform().daemon().name("process-engine").start(this::watch);
    }

    @Override
    public EngineDescription describe() {
        return new EngineDescription(EngineKind.PROCESSES, "process", "", true);
    }

    @Override
    public List<EngineContainer> list() {
        try (var found = Files.list(folders)) {
            return found.map(ProcessFolder::new)
                    .filter(ProcessFolder::exists)
                    .map(this::container)
                    .toList();
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "cannot read " + folders, e);
        }
    }

    @Override
    public Optional<EngineContainer> find(String container) {
        return Optional.of(folder(container)).filter(ProcessFolder::exists).map(this::container);
    }

    private ProcessFolder folder(String container) {
        return new ProcessFolder(folders.resolve(container));
    }

    private EngineContainer container(ProcessFolder folder) {
        var state = state(folder);
        return new EngineContainer(
                folder.id(),
                folder.labels(),
                state,
                state == State.ENDED ? folder.exitCode().orElse(null) : null,
                false,
                folder.createdAt(),
                null,
                List.of());
    }

    private static State state(ProcessFolder folder) {
        if (folder.exitCode().isPresent()) {
            return State.ENDED;
        }
        if (!folder.launched()) {
            return State.CREATED;
        }
        var alive = folder.process().map(ProcessFolder.Identity::alive);
        if (alive.orElse(false)) {
            return State.RUNNING;
        }
        var launchedLongAgo = folder.createdAt().plus(Duration.ofSeconds(2)).isBefore(Instant.now());
        return launchedLongAgo && folder.exitCode().isEmpty() ? settled(folder) : State.RUNNING;
    }

    /** Between the end of the process and the note of its exit code the launcher needs a moment. */
    private static State settled(ProcessFolder folder) {
        pause(Duration.ofMillis(300));
        return folder.process().map(ProcessFolder.Identity::alive).orElse(false) ? State.RUNNING : State.ENDED;
    }

    @Override
    public void prepare(ContainerPlan plan, PrepareProgress progress) {}

    @Override
    public String create(ContainerPlan plan) {
        var identity = plan.identity();
        var id = UUID.nameUUIDFromBytes(
                        (identity.instance() + " " + identity.container()).getBytes(StandardCharsets.UTF_8))
                .toString();
        var user = plan.container().user();
        prepared.put(id, new Prepared(command(plan.container().command(), user), plan.environment()));
        var folder = folder(id);
        if (!folder.exists()) {
            folder.write(identity.labels(), plan.sandbox().toAbsolutePath());
        }
        return id;
    }

    private static List<String> command(CommandSpec spec, @org.jspecify.annotations.Nullable String user) {
        var command = new ArrayList<String>();
        if (user != null && !user.equals(System.getProperty("user.name"))) {
            if (!"root".equals(System.getProperty("user.name"))) {
                throw new EngineException(Kind.REFUSED_BY_ENGINE, "only root can run a process as user " + user);
            }
            command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups"));
        }
        switch (spec) {
            case CommandSpec.Shell shell -> command.addAll(List.of("/bin/sh", "-c", shell.line()));
            case CommandSpec.Arguments arguments -> command.addAll(arguments.values());
            case CommandSpec.ImageDefault image ->
                throw new EngineException(Kind.REFUSED_BY_ENGINE, "a process needs a command");
        }
        return command;
    }

    @Override
    public void start(String container) {
        var folder = folder(container);
        var what = prepared.remove(container);
        if (folder.launched()) {
            return;
        }
        if (what == null) {
            throw new EngineException(Kind.NOT_FOUND, "no such process: " + container);
        }
        var launch = new ArrayList<>(List.of(
                "setsid",
                "/bin/sh",
                "-c",
                LAUNCHER,
                "troupe-launcher",
                folder.path().toString(),
                folder.sandbox().toString()));
        launch.addAll(what.command());
        var builder = new ProcessBuilder(launch)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().putAll(what.environment());
        try {
            folder.markLaunched();
            builder.start();
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot start a process: " + e.getMessage(), e);
        }
        for (var tries = 0; tries < 50 && folder.process().isEmpty(); tries++) {
            pause(Duration.ofMillis(20));
        }
        running.add(container);
        tell(new EngineEvent.Started(container, Instant.now()));
    }

    @Override
    public void stop(String container, Duration grace) {
        var folder = folder(container);
        var process = folder.process();
        if (process.isEmpty() || !process.get().alive()) {
            return;
        }
        signal("TERM", process.get());
        var deadline = Instant.now().plus(grace);
        while (process.get().alive() && Instant.now().isBefore(deadline)) {
            pause(Duration.ofMillis(50));
        }
        if (process.get().alive()) {
            signal("KILL", process.get());
        }
        for (var tries = 0; tries < 100 && folder.exitCode().isEmpty(); tries++) {
            pause(Duration.ofMillis(20));
        }
    }

    private static void signal(String name, ProcessFolder.Identity process) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "cannot signal a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void remove(String container) {
        stop(container, Duration.ZERO);
        running.remove(container);
        prepared.remove(container);
        var folder = folder(container);
        if (folder.exists()) {
            folder.delete();
            tell(new EngineEvent.Removed(container, Instant.now()));
        }
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private synchronized void tell(EngineEvent event) {
        listeners.forEach(listener -> listener.heard(event));
    }

    private void watch() {
        while (!closed) {
            for (var id : List.copyOf(running)) {
                var folder = folder(id);
                if (state(folder) == State.ENDED && running.remove(id)) {
                    tell(new EngineEvent.Ended(id, folder.exitCode().orElse(null), false, Instant.now()));
                } else {
                    bound(folder.sandbox().resolve("stdout"));
                    bound(folder.sandbox().resolve("stderr"));
                }
            }
            pause(POLL);
        }
    }

    /** Output that grew too long starts anew: the file is emptied under its writer. */
    private static void bound(Path output) {
        try (var file = java.nio.channels.FileChannel.open(output, java.nio.file.StandardOpenOption.WRITE)) {
            if (file.size() > OUTPUT_BYTES_MAX) {
                file.truncate(0);
            }
        } catch (IOException e) {
            // It is not there yet.
        }
    }

    @Override
    public LogReader logs(String container, LogRequest request) {
        var folder = folder(container);
        if (!folder.exists()) {
            throw new EngineException(Kind.NOT_FOUND, "no such process: " + container);
        }
        return new FileLogReader(
                folder.sandbox().resolve("stdout"),
                folder.sandbox().resolve("stderr"),
                request,
                () -> state(folder) == State.RUNNING);
    }

    @Override
    public ExecSession exec(String container, ExecRequest request) {
        throw new EngineException(Kind.REFUSED_BY_ENGINE, "commands inside plain processes are not supported");
    }

    @Override
    public String sandboxInside(Path sandbox) {
        return sandbox.toAbsolutePath().toString();
    }

    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

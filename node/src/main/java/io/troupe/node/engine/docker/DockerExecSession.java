package io.troupe.node.engine.docker;

import akka.util.ByteString;
import com.github.dockerjava.api.command.InspectExecResponse;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.ExecSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A command in a container, spoken to over a connection that the engine gave away. */
final class DockerExecSession implements ExecSession {
    private static final Duration EXIT_CODE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration EXIT_CODE_PAUSE = Duration.ofMillis(10);

    private final DockerClients clients;
    private final String container;
    private final String id;
    private final boolean terminal;
    private final boolean local;
    private final ExecConnection connection;
    private final OutputFrames frames;
    private volatile boolean ended;
    private volatile boolean closed;

    private DockerExecSession(
            DockerClients clients,
            String container,
            String id,
            boolean terminal,
            boolean local,
            ExecConnection connection) {
        this.clients = clients;
        this.container = container;
        this.id = id;
        this.terminal = terminal;
        this.local = local;
        this.connection = connection;
        frames = new OutputFrames(connection.output(), !terminal);
    }

    static DockerExecSession start(DockerClients clients, DockerHost host, String container, ExecRequest request) {
        var id = clients.change(client -> client.execCreateCmd(container)
                .withAttachStdin(request.input())
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withTty(request.terminal())
                .withCmd(request.command().toArray(String[]::new))
                .exec()
                .getId());
        return new DockerExecSession(
                clients,
                container,
                id,
                request.terminal(),
                host.local(),
                connect(clients, host, id, request.terminal()));
    }

    private static ExecConnection connect(DockerClients clients, DockerHost host, String id, boolean terminal) {
        var version = clients.version();
        return clients.direct(
                () -> {
                    try {
                        return ExecConnection.start(host, version, id, terminal);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                ExecConnection::close);
    }

    @Override
    public void write(ByteString bytes) {
        try {
            connection.write(bytes.toArray());
        } catch (IOException e) {
            // The command has ended or was closed: its reader says so.
            ended = ended || closed;
        }
    }

    @Override
    public void endInput() {
        try {
            connection.endInput();
        } catch (IOException e) {
            ended = ended || closed;
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (terminal && !ended) {
            clients.change(
                    client -> client.resizeExecCmd(id).withSize(rows, columns).exec());
        }
    }

    @Override
    public Optional<ExecOutput> next() {
        if (ended || closed) {
            return Optional.empty();
        }
        try {
            var chunk = frames.next();
            if (chunk.isPresent()) {
                return chunk.map(piece -> new ExecOutput.Bytes(piece.error(), piece.bytes()));
            }
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw clients.unavailable(e);
        }
        var exited = new ExecOutput.Exited(exitCode());
        ended = true;
        connection.close();
        return Optional.of(exited);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!ended && local) {
                kill();
            }
        } finally {
            connection.close();
        }
    }

    /** The engine notes the end of a command a moment after its output ended. */
    private int exitCode() {
        long deadline = System.nanoTime() + EXIT_CODE_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            var state = state();
            var code = state.getExitCodeLong();
            if (!Boolean.TRUE.equals(state.isRunning()) && code != null) {
                return code.intValue();
            }
            LockSupport.parkNanos(EXIT_CODE_PAUSE.toNanos());
        }
        throw new EngineException(EngineException.Kind.CONFLICT, "the command closed its output, but does not end");
    }

    private InspectExecResponse state() {
        return clients.look(client -> client.inspectExecCmd(id).exec());
    }

    /** The engine has no call for it. The process is ours to kill only if it is seen to belong to the container. */
    private void kill() {
        try {
            var state = state();
            var pid = state.getPidLong();
            if (pid != null && pid > 0 && Boolean.TRUE.equals(state.isRunning())) {
                var groups = Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"));
                if (groups.contains(container)) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException | EngineException e) {
            // It has ended in between, or its engine is gone; the closed connection is all that can be done.
            ended = true;
        }
    }
}

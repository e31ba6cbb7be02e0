package io.troupe.node.engine.docker;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.ExecSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A command in a container, spoken to over a connection that the engine gave away. */
final class DockerExecSession implements ExecSession {
    private static final Duration EXIT_CODE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration EXIT_CODE_PAUSE = Duration.ofMillis(10);

    private final DockerCalls calls;
    private final String container;
    private final String id;
    private final boolean terminal;
    private final boolean local;
    private final DockerStream stream;
    private final OutputFrames frames;
    private volatile boolean ended;
    private volatile boolean closed;

    private DockerExecSession(
            DockerCalls calls, String container, String id, boolean terminal, boolean local, DockerStream stream) {
        this.calls = calls;
        this.container = container;
        this.id = id;
        this.terminal = terminal;
        this.local = local;
        this.stream = stream;
        frames = new OutputFrames(stream.body(), !terminal);
    }

    static DockerExecSession start(DockerCalls calls, String container, ExecRequest request, boolean local) {
        var command = DockerCalls.JSON.createObjectNode();
        command.put("AttachStdin", request.input());
        command.put("AttachStdout", true);
        command.put("AttachStderr", true);
        command.put("Tty", request.terminal());
        request.command().forEach(command.putArray("Cmd")::add);
        var created = calls.post("/containers/" + container + "/exec", command);
        if (!created.succeeded()) {
            throw DockerErrors.of(created);
        }
        var id = created.json().path("Id").asText();
        var start = DockerCalls.JSON.createObjectNode().put("Detach", false).put("Tty", request.terminal());
        var stream = calls.stream(
                "POST", "/exec/" + id + "/start", start, Map.of("Connection", "Upgrade", "Upgrade", "tcp"));
        if (stream.status() >= 400) {
            try (stream) {
                throw calls.refusal(stream);
            }
        }
        return new DockerExecSession(calls, container, id, request.terminal(), local, stream);
    }

    @Override
    public void write(ByteString bytes) {
        try {
            stream.write(bytes.asByteBuffer());
        } catch (IOException e) {
            // The command has ended or was closed: its reader says so.
            ended = ended || closed;
        }
    }

    @Override
    public void endInput() {
        try {
            stream.endOutput();
        } catch (IOException e) {
            ended = ended || closed;
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (terminal && !ended) {
            calls.post("/exec/" + id + "/resize?h=" + rows + "&w=" + columns, null);
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
            throw calls.unavailable(e);
        }
        var exited = new ExecOutput.Exited(exitCode());
        ended = true;
        stream.close();
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
            stream.close();
        }
    }

    /** The engine notes the end of a command a moment after its output ended. */
    private int exitCode() {
        long deadline = System.nanoTime() + EXIT_CODE_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            var state = state();
            if (!state.path("Running").asBoolean() && state.path("ExitCode").isInt()) {
                return state.path("ExitCode").asInt();
            }
            LockSupport.parkNanos(EXIT_CODE_PAUSE.toNanos());
        }
        throw new EngineException(EngineException.Kind.CONFLICT, "the command closed its output, but does not end");
    }

    private JsonNode state() {
        var answer = calls.get("/exec/" + id + "/json");
        if (!answer.succeeded()) {
            throw DockerErrors.of(answer);
        }
        return answer.json();
    }

    /** The engine has no call for it. The process is ours to kill only if it is seen to belong to the container. */
    private void kill() {
        try {
            var state = state();
            long pid = state.path("Pid").asLong();
            if (pid > 0 && state.path("Running").asBoolean()) {
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

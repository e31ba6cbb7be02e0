package io.troupe.node.engine.process;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.ExecSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that runs beside a process: in its directory and control groups, with its variables, as its user. A terminal is made by
 * {@code script}, and resized from outside by its name.
 */
final class ProcessExecSession implements ExecSession {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessExecSession.class);
    private static final int PIECES_MAX = 64;
    private static final int PIECE_BYTES_MAX = 32 * 1024;
    private static final long DRAIN_MILLIS_MAX = 1_000;

    /** $1 files of control groups to join, the rest the command. */
    private static final String JOIN = """
            IFS=:; for group in $1; do echo $$ >"$group"; done; unset IFS group; shift
            exec "$@\"""";

    private final Process process;
    private final @Nullable Path terminalName;
    private final BlockingQueue<ExecOutput> pieces = new ArrayBlockingQueue<>(PIECES_MAX);
    private final CountDownLatch streams;
    private volatile boolean closed;
    private volatile boolean ended;

    private ProcessExecSession(Process process, @Nullable Path terminalName) {
        this.process = process;
        this.terminalName = terminalName;
        streams = new CountDownLatch(2);
        Thread.ofVirtual().start(() -> read(process.getInputStream(), false));
        Thread.ofVirtual().start(() -> read(process.getErrorStream(), true));
        Thread.ofVirtual().start(this::awaitEnd);
    }

    /** @param environment all its variables */
    static ProcessExecSession start(
            ExecRequest request,
            Path directory,
            Map<String, String> environment,
            List<String> userPrefix,
            ControlGroups.Group group,
            Path scratch) {
        var command = new ArrayList<>(userPrefix);
        command.addAll(request.command());
        var joins = group.joins().stream().map(Path::toString).collect(Collectors.joining(":"));
        var all = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", JOIN, "troupe-exec", joins));
        Path terminalName = null;
        try {
            if (request.terminal()) {
                terminalName = Files.createTempFile(scratch, "terminal", "");
                var quoted = command.stream().map(ProcessExecSession::quoted).collect(Collectors.joining(" "));
                all.addAll(List.of(
                        Tool.path("script"),
                        "-q",
                        "-e",
                        "-f",
                        "-c",
                        "tty >" + quoted(terminalName.toString()) + "; exec " + quoted,
                        "/dev/null"));
            } else {
                all.addAll(command);
            }
            var builder = new ProcessBuilder(all).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", Launch.PATH);
            builder.environment().putAll(environment);
            if (request.terminal()) {
                builder.environment().put("SHELL", "/bin/sh");
                builder.environment().putIfAbsent("TERM", "xterm");
            }
            var session = new ProcessExecSession(builder.start(), terminalName);
            if (!request.input()) {
                session.endInput();
            }
            return session;
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "the command cannot be run: " + e.getMessage(), e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private void read(InputStream stream, boolean error) {
        var buffer = new byte[PIECE_BYTES_MAX];
        try (stream) {
            for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                if (closed) {
                    return;
                }
                pieces.put(new ExecOutput.Bytes(error, ByteString.fromArray(buffer, 0, count)));
            }
        } catch (IOException e) {
            LOG.debug("output of a command ends reason='{}'", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.countDown();
        }
    }

    /** What the command left running may hold its output open; that is not waited for. */
    private void awaitEnd() {
        try {
            var code = process.waitFor();
            if (!streams.await(DRAIN_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                LOG.debug("output of a command is still open after its end");
            }
            pieces.put(new ExecOutput.Exited(code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void write(ByteString bytes) {
        try {
            var input = process.getOutputStream();
            input.write(bytes.toArrayUnsafe());
            input.flush();
        } catch (IOException e) {
            LOG.debug("input of a command is dropped reason='{}'", e.getMessage());
        }
    }

    @Override
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("input of a command was closed reason='{}'", e.getMessage());
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (terminalName == null) {
            return;
        }
        try {
            var name = awaitName(terminalName);
            if (name.startsWith("/dev/")) {
                new ProcessBuilder(
                                "stty", "-F", name, "cols", Integer.toString(columns), "rows", Integer.toString(rows))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            LOG.debug("terminal not resized reason='{}'", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command writes the name within milliseconds of its start. */
    private String awaitName(Path file) throws IOException, InterruptedException {
        var name = "";
        while (process.isAlive() && !name.endsWith("\n")) {
            name = Files.readString(file);
            Thread.sleep(2);
        }
        return name.strip();
    }

    @Override
    public Optional<ExecOutput> next() {
        if (ended || closed && pieces.isEmpty()) {
            return Optional.empty();
        }
        try {
            var piece = pieces.take();
            ended = piece instanceof ExecOutput.Exited;
            return closed ? Optional.empty() : Optional.of(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
        if (process.isAlive()) {
            Launch.signal("KILL", process.pid());
            process.destroyForcibly();
        }
        pieces.clear();
        var _ = pieces.offer(new ExecOutput.Exited(0));
        if (terminalName != null) {
            try {
                Files.deleteIfExists(terminalName);
            } catch (IOException e) {
                LOG.warn("scratch file stays file={} reason='{}'", terminalName, e.getMessage());
            }
        }
    }
}

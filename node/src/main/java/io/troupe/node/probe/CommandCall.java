package io.troupe.node.probe;

import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.ExecSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a shell line in the container. */
public final class CommandCall implements ProbeCall {
    private static final int SAID_MAX = 200;

    /** Begins a command in the container. */
    public interface Exec {
        ExecSession begin(ExecRequest request);
    }

    private final Supplier<Exec> find;
    private final String line;
    private final Duration timeout;
    private final Wheel wheel;
    private volatile @Nullable Exec found;

    CommandCall(Supplier<Exec> find, String line, Duration timeout, Wheel wheel) {
        this.find = find;
        this.line = line;
        this.timeout = timeout;
        this.wheel = wheel;
    }

    @Override
    public ProbeAnswer call() {
        var late = new AtomicBoolean();
        var over = new AtomicBoolean();
        try (var session = exec().begin(new ExecRequest(null, List.of("/bin/sh", "-c", line), false, false))) {
            wheel.after(timeout, () -> {
                if (!over.get()) {
                    late.set(true);
                    Thread.ofVirtual().start(session::close);
                }
            });
            var said = new StringBuilder();
            for (var output = session.next(); output.isPresent(); output = session.next()) {
                switch (output.get()) {
                    case ExecOutput.Bytes bytes -> {
                        if (said.length() < SAID_MAX) {
                            said.append(bytes.bytes().decodeString(StandardCharsets.UTF_8));
                        }
                    }
                    case ExecOutput.Exited(var code) -> {
                        return late.get() ? tooLate() : exited(code, said);
                    }
                }
            }
            return late.get() ? tooLate() : ProbeAnswer.failed(null, "the command ended without an exit code");
        } catch (EngineException e) {
            return late.get() ? tooLate() : ProbeAnswer.failed(null, "cannot be run: " + e.getMessage());
        } finally {
            over.set(true);
        }
    }

    /** The container of an instance never changes; it is looked for once. */
    private Exec exec() {
        var exec = found;
        if (exec == null) {
            exec = find.get();
            found = exec;
        }
        return exec;
    }

    private ProbeAnswer tooLate() {
        return ProbeAnswer.failed(null, "the command did not end within " + ProbeCall.seconds(timeout));
    }

    private static ProbeAnswer exited(int code, StringBuilder said) {
        if (code == 0) {
            return ProbeAnswer.passed(0);
        }
        var words = said.toString().strip();
        var shortened = words.length() > SAID_MAX ? words.substring(0, SAID_MAX) : words;
        return ProbeAnswer.failed(code, "exit code " + code + (shortened.isEmpty() ? "" : ": " + shortened));
    }
}

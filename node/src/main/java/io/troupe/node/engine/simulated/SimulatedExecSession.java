package io.troupe.node.engine.simulated;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.node.engine.ExecSession;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A command that has run already when it is asked for its output; its input is dropped. */
final class SimulatedExecSession implements ExecSession {
    private final Queue<ExecOutput> output = new ConcurrentLinkedQueue<>();

    SimulatedExecSession(Script script) {
        var code = 0;
        for (var step : script.steps()) {
            if (step instanceof Script.Step.Exit exit) {
                code = exit.code();
                break;
            }
            if (step instanceof Script.Step.Print print) {
                output.add(new ExecOutput.Bytes(print.error(), ByteString.fromString(print.line() + "\n")));
            }
        }
        output.add(new ExecOutput.Exited(code));
    }

    @Override
    public void write(ByteString bytes) {}

    @Override
    public void endInput() {}

    @Override
    public void resize(int columns, int rows) {}

    @Override
    public Optional<ExecOutput> next() {
        return Optional.ofNullable(output.poll());
    }

    @Override
    public void close() {
        output.clear();
    }
}

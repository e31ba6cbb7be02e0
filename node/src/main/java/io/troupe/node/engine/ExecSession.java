package io.troupe.node.engine;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import java.util.Optional;

/** A command that runs inside a container. One thread may write while another reads. */
public interface ExecSession extends AutoCloseable {
    /** Hands input to the command, waiting until it is taken; input for a command that has ended is dropped. */
    void write(ByteString bytes);

    /** The command reads the end of its input. */
    void endInput();

    /** Changes the size of the command's terminal; without one it does nothing. */
    void resize(int columns, int rows);

    /** The next piece of output, waiting for it; the last one is {@link ExecOutput.Exited}; empty after it and after {@link #close}. */
    Optional<ExecOutput> next();

    /** Kills the command if it still runs; may be called from another thread. */
    @Override
    void close();
}

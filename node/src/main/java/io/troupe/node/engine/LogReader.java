package io.troupe.node.engine;

import io.troupe.cluster.access.InstanceAccess.LogChunk;
import java.util.Optional;

/** Output of a container, read piece by piece. */
public interface LogReader extends AutoCloseable {
    /** The next piece, waiting for it; empty at the end, and after {@link #close}. */
    Optional<LogChunk> next();

    /** Stops reading; may be called from another thread. */
    @Override
    void close();
}

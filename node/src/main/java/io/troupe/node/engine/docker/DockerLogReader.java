package io.troupe.node.engine.docker;

import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.node.engine.LogReader;
import java.io.IOException;
import java.util.Optional;

/** Output of a container, from the engine's log. */
final class DockerLogReader implements LogReader {
    private final DockerClients clients;
    private final DockerStream stream;
    private final OutputFrames frames;
    private volatile boolean closed;

    DockerLogReader(DockerClients clients, DockerStream stream, boolean terminal) {
        this.clients = clients;
        this.stream = stream;
        frames = new OutputFrames(stream.body(), !terminal);
    }

    @Override
    public Optional<LogChunk> next() {
        if (closed) {
            return Optional.empty();
        }
        try {
            return frames.next();
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw clients.unavailable(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
    }
}

package io.troupe.node.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer that takes long, perhaps for ever. Closing it from another thread ends a read. */
final class DockerStream implements AutoCloseable {
    private final DockerHttpClient.Response response;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    DockerStream(DockerHttpClient.Response response, Runnable onClose) {
        this.response = response;
        this.onClose = onClose;
    }

    InputStream body() {
        return response.getBody();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                response.close();
            } finally {
                onClose.run();
            }
        }
    }
}

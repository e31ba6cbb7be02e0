package io.troupe.node.engine.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that images are there. Who wants an image that is being pulled waits for that pull instead of starting another. */
final class ImagePulls {
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);
    private static final int KNOWN_MAX = 1_000;

    private final DockerClients clients;
    private final Path credentials;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, ImagePull> running = new ConcurrentHashMap<>();

    ImagePulls(DockerClients clients, Path credentials) {
        this.clients = clients;
        this.credentials = credentials;
    }

    /**
     * Returns once the image is there; looks only if it was not seen before. What {@code progress} throws ends the wait, and the pull if nobody else waits
     * for it.
     */
    void ensure(String reference, boolean force, PrepareProgress progress) {
        if (!force && (known.contains(reference) || present(reference))) {
            return;
        }
        var pull = running.compute(
                reference,
                (key, current) ->
                        current != null && current.join() ? current : new ImagePull(clients, reference, credentials));
        try {
            do {
                progress.at(pull.progress());
            } while (!pull.await(PROGRESS_INTERVAL));
            remember(reference);
        } finally {
            pull.leave();
            running.computeIfPresent(reference, (key, current) -> current == pull && pull.ended() ? null : current);
        }
    }

    void forget(String reference) {
        known.remove(reference);
    }

    void forgetAll() {
        known.clear();
    }

    private boolean present(String reference) {
        var found = clients.look(client -> {
            try {
                client.inspectImageCmd(reference).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
        if (found) {
            remember(reference);
        }
        return found;
    }

    private void remember(String reference) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(reference);
    }

    static EngineException failed(String reference, String reason) {
        return new EngineException(
                EngineException.Kind.IMAGE, "the image " + reference + " cannot be pulled: " + reason);
    }
}

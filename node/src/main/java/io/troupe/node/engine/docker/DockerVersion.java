package io.troupe.node.engine.docker;

import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.RemoteApiVersion;
import org.jspecify.annotations.Nullable;

/**
 * The version of an engine, and the API version spoken with it.
 *
 * @param engine for a person
 * @param api the highest that both sides know
 */
record DockerVersion(String engine, RemoteApiVersion api) {
    private static final RemoteApiVersion KNOWN = RemoteApiVersion.VERSION_1_44;
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_24;

    /** From the answer to {@code /version}, which any engine understands. */
    static DockerVersion of(Version answer) {
        var highest = parsed(answer.getApiVersion());
        var common = KNOWN.isGreater(highest) ? highest : KNOWN;
        var lowest = parsed(answer.getMinAPIVersion());
        // An engine that has given up the versions known here is asked in the oldest way it understands.
        return new DockerVersion(
                answer.getVersion() == null ? "?" : answer.getVersion(), lowest.isGreater(common) ? lowest : common);
    }

    private static RemoteApiVersion parsed(@Nullable String text) {
        return text == null || text.isEmpty() ? OLDEST : RemoteApiVersion.parseConfig(text);
    }
}

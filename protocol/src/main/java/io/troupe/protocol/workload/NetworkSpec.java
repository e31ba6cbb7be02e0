package io.troupe.protocol.workload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an instance reaches and is reached.
 *
 * @param mode the kind of network
 * @param name the engine's network for {@link NetworkMode#NAMED}; null for the other modes
 * @param labels a user's labels on the network
 */
public record NetworkSpec(NetworkMode mode, @Nullable String name, Map<String, String> labels) {
    public static final NetworkSpec HOST = new NetworkSpec(NetworkMode.HOST, null, Map.of());
    public static final NetworkSpec BRIDGE = new NetworkSpec(NetworkMode.BRIDGE, null, Map.of());

    public NetworkSpec {
        labels = Map.copyOf(labels);
        if ((mode == NetworkMode.NAMED) != (name != null)) {
            throw new IllegalArgumentException("a network has a name if and only if its mode is NAMED");
        }
    }
}

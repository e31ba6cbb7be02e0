package io.troupe.node.agent;

import java.nio.file.Path;

/**
 * What the agent lends of its node and where it keeps things.
 *
 * @param dataDirectory holds the sandboxes and what was fetched for them
 * @param host the address under which the node's ports are reached
 */
public record AgentSettings(Path dataDirectory, String host, Capacity capacity) {
    public static AgentSettings of(Path dataDirectory, String host) {
        return new AgentSettings(dataDirectory, host, Capacity.FOUND);
    }

    Path sandboxes() {
        return dataDirectory.resolve("sandboxes");
    }

    /** Holds the artifacts that are kept for later instances. */
    Path fetchCache() {
        return dataDirectory.resolve("fetch-cache");
    }
}

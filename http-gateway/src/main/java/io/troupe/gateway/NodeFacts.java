package io.troupe.gateway;

import java.util.Map;

/**
 * What the gateway tells about its node.
 *
 * @param nodeId the node
 * @param version Troupe's version
 * @param settings the node's settings by dotted name, secrets already replaced by {@code ***}
 */
public record NodeFacts(String nodeId, String version, Map<String, String> settings) {
    public NodeFacts {
        settings = Map.copyOf(settings);
    }
}

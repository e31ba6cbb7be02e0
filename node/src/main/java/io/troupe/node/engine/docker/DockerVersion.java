package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The version of an engine, and the API version spoken with it.
 *
 * @param engine for a person
 * @param api {@code major.minor}
 */
record DockerVersion(String engine, String api) {
    private static final ApiVersion KNOWN = new ApiVersion(1, 44);

    /** From the answer to {@code /version}: the highest API version that both sides know. */
    static DockerVersion of(JsonNode answer) {
        var highest = ApiVersion.of(answer.path("ApiVersion").asText("1.24"));
        var lowest = ApiVersion.of(answer.path("MinAPIVersion").asText("1.12"));
        var common = KNOWN.compareTo(highest) < 0 ? KNOWN : highest;
        // An engine that has given up the versions known here is asked in the oldest way it understands.
        var spoken = common.compareTo(lowest) < 0 ? lowest : common;
        return new DockerVersion(answer.path("Version").asText("?"), spoken.major() + "." + spoken.minor());
    }

    private record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
        static ApiVersion of(String text) {
            int dot = text.indexOf('.');
            return new ApiVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        }

        @Override
        public int compareTo(ApiVersion other) {
            return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
        }
    }
}

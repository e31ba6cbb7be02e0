package io.troupe.node.artifact;

import java.time.Duration;

/**
 * The bounds of fetching.
 *
 * @param fileBytesMax most bytes of one artifact
 * @param extractedBytesMax most bytes that one archive may unpack to
 * @param entriesMax most files in one archive
 * @param cacheBytesMax most bytes that are kept for later instances; what was used longest ago goes first
 * @param connectMax how long a server may take to take a connection
 * @param silenceMax how long a server may say nothing
 */
public record FetchSettings(
        long fileBytesMax,
        long extractedBytesMax,
        int entriesMax,
        long cacheBytesMax,
        Duration connectMax,
        Duration silenceMax) {
    private static final long GIB = 1L << 30;

    public static FetchSettings defaults() {
        return new FetchSettings(8 * GIB, 16 * GIB, 200_000, 2 * GIB, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}

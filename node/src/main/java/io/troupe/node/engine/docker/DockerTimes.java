package io.troupe.node.engine.docker;

import java.time.Duration;

/**
 * How long an engine may take before it counts as one that does not answer.
 *
 * @param ping an answer to the question whether it is there, and until events flow
 * @param betweenPings between two such questions while events are listened to; with {@code ping} the time after which a hanging engine is noticed
 * @param look reading what there is, and the first answer of a stream
 * @param change creating, starting, or removing a container; the grace period of a stop is added. A hundred at once on a small machine take a minute
 * @param pullSilence a pull that says nothing new
 */
record DockerTimes(Duration ping, Duration betweenPings, Duration look, Duration change, Duration pullSilence) {
    static final DockerTimes STANDARD = new DockerTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));
}

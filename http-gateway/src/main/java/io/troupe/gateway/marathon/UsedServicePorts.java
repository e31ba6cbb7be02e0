package io.troupe.gateway.marathon;

import io.troupe.cluster.ControlPlane;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service ports that workloads have, as this gateway knows them.
 *
 * <p>Read from all workloads at most once in {@value #SECONDS_FRESH} s, for a thousand creations after each other must not read a thousand workloads each; what
 * this gateway has given out since counts as well. Another gateway may meanwhile choose the same port; that is rare, and does no more harm than two
 * definitions that name the same port.
 */
final class UsedServicePorts {
    private static final int SECONDS_FRESH = 5;
    private static final Duration FRESH_MAX = Duration.ofSeconds(SECONDS_FRESH);

    private final Supplier<CompletionStage<Set<Integer>>> reading;
    private final InstantSource clock;
    private @Nullable CompletionStage<IntPredicate> read;
    private Instant readAt = Instant.MIN;
    private Set<Integer> ofWorkloads = Set.of();
    private Set<Integer> givenOut = new HashSet<>();
    /** Given out before the last reading, which may have missed them. */
    private Set<Integer> givenOutBefore = Set.of();

    /** @param reading reads the service ports of all workloads */
    UsedServicePorts(Supplier<CompletionStage<Set<Integer>>> reading, InstantSource clock) {
        this.reading = reading;
        this.clock = clock;
    }

    static UsedServicePorts of(ControlPlane controlPlane, InstantSource clock) {
        return new UsedServicePorts(
                () -> controlPlane
                        .workloads()
                        .thenApply(views -> views.stream()
                                .flatMap(view -> view.spec().ports().stream())
                                .map(PortSpec::servicePort)
                                .collect(Collectors.toUnmodifiableSet())),
                clock);
    }

    /** Answers what takes a port if it is free. */
    synchronized CompletionStage<IntPredicate> known() {
        var now = clock.instant();
        var present = read;
        if (present == null
                || present.toCompletableFuture().isCompletedExceptionally()
                || readAt.plus(FRESH_MAX).isBefore(now)) {
            readAt = now;
            givenOutBefore = givenOut;
            givenOut = new HashSet<>();
            present = reading.get().thenApply(this::heard);
            read = present;
        }
        return present;
    }

    private synchronized IntPredicate heard(Set<Integer> ports) {
        ofWorkloads = ports;
        return this::take;
    }

    private synchronized boolean take(int port) {
        return !ofWorkloads.contains(port) && !givenOutBefore.contains(port) && givenOut.add(port);
    }
}

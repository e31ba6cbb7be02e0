package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The deployments that wait for a workload's lock, who was submitted first in front. It is not stored: who waits asks again every few seconds, and who does not is
 * forgotten.
 *
 * @param waiting in their order
 */
public record WaitingLine(List<Waiting> waiting) {
    /** Who has not asked for so long does not wait any more. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final int WAITING_MAX = 1_000;
    static final WaitingLine EMPTY = new WaitingLine(List.of());

    private static final Comparator<Waiting> ORDER = Comparator.comparing(Waiting::version)
            .thenComparing(one -> one.deployment().value());

    public WaitingLine {
        waiting = List.copyOf(waiting);
    }

    /** @param version when it was submitted */
    record Waiting(DeploymentId deployment, Instant version, Instant askedAt) {
        boolean isPatient(Instant now) {
            return now.isBefore(askedAt.plus(PATIENCE));
        }
    }

    WaitingLine with(DeploymentId deployment, Instant version, Instant now) {
        var line = others(deployment, now);
        if (line.size() < WAITING_MAX) {
            line.add(new Waiting(deployment, version, now));
        }
        line.sort(ORDER);
        return new WaitingLine(line);
    }

    WaitingLine without(DeploymentId deployment, Instant now) {
        return waiting.isEmpty() ? this : new WaitingLine(others(deployment, now));
    }

    /** Who has waited longer than a deployment of this version. */
    List<DeploymentId> ahead(DeploymentId deployment, Instant version, Instant now) {
        var mine = new Waiting(deployment, version, now);
        return others(deployment, now).stream()
                .filter(other -> ORDER.compare(other, mine) < 0)
                .map(Waiting::deployment)
                .toList();
    }

    /** Whose turn it is, if the lock is free. */
    Optional<DeploymentId> first(Instant now) {
        return waiting.stream()
                .filter(one -> one.isPatient(now))
                .map(Waiting::deployment)
                .findFirst();
    }

    private List<Waiting> others(DeploymentId deployment, Instant now) {
        var others = new ArrayList<>(waiting);
        others.removeIf(one -> one.deployment().equals(deployment) || !one.isPatient(now));
        return others;
    }
}

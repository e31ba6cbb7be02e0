package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes that a supervisor refused lately: they stay refused, also when the request comes again and nothing stands in its way any more, because
 * whoever asked for them was told so.
 *
 * @param since refusals before this time may have been forgotten
 * @param last the last ones, oldest first
 */
public record RefusedChanges(Instant since, List<Refused> last) {
    /** So long an answer may be under way, and after it a request that was sent before the answer was heard. */
    static final Duration LATE_MAX = Duration.ofSeconds(60);

    static final int KEPT_MAX = 50;

    /** Nothing was ever refused. */
    static final RefusedChanges ALL_KNOWN = new RefusedChanges(Instant.EPOCH, List.of());

    public RefusedChanges {
        last = List.copyOf(last);
    }

    record Refused(DeploymentId deployment, Problem problem, Instant at) {}

    static RefusedChanges knownSince(Instant time) {
        return new RefusedChanges(time, List.of());
    }

    Optional<Problem> problemOf(DeploymentId deployment) {
        return last.stream()
                .filter(one -> one.deployment().equals(deployment))
                .map(Refused::problem)
                .findFirst();
    }

    /** Whether a request that comes now, and is not among these, was surely never refused. */
    boolean knowsAll(Instant now) {
        return !now.isBefore(since.plus(LATE_MAX));
    }

    /** Counts from the last time it was said: whoever asks again may hear any of the answers. */
    RefusedChanges with(DeploymentId deployment, Problem problem, Instant now) {
        List<Refused> more = new ArrayList<>(last);
        more.removeIf(one ->
                one.deployment().equals(deployment) || !now.isBefore(one.at().plus(LATE_MAX)));
        more.add(new Refused(deployment, problem, now));
        if (more.size() <= KEPT_MAX) {
            return new RefusedChanges(since, more);
        }
        return new RefusedChanges(more.getFirst().at(), more.subList(1, more.size()));
    }
}

package io.troupe.cluster.runner;

import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one instance was brought up or taken down.
 *
 * <pre>
 * goals: NONE -> RUN -> DISCARD          start failed, what there is is removed
 *                RUN -> STOP -> REMOVE   (any goal may go to REMOVE, any other to STOP; none goes back)
 * of RUN: prepare and create each container, start each, look at them; then it is settled
 * </pre>
 *
 * @param aim what is to be reached
 * @param start how far the containers are, once they are to run
 */
public record RunnerState(InstanceId id, Aim aim, StartProgress start, EngineCalls calls) {
    /** What a runner is to reach. */
    public enum Goal {
        NONE,
        RUN,
        DISCARD,
        STOP,
        REMOVE
    }

    /**
     * @param settled whether the goal is reached
     * @param failure why the start failed; empty while it has not
     * @param killAt until when the containers may end by themselves, once they are to stop
     */
    record Aim(Goal goal, boolean settled, String failure, Instant killAt) {}

    public static RunnerState idle(InstanceId id) {
        return new RunnerState(id, new Aim(Goal.NONE, true, "", Instant.MAX), StartProgress.NONE, EngineCalls.NONE);
    }

    Goal goal() {
        return aim.goal();
    }

    /** When time alone changes something; empty if only an input does. */
    public Optional<Instant> wakeAt() {
        var call = calls.pending();
        if (call != null) {
            return Optional.of(call.deadline());
        }
        return aim.settled() ? Optional.empty() : Optional.of(calls.retryAt());
    }

    RunnerState started(RunnerInput.Run run) {
        return new RunnerState(id, new Aim(Goal.RUN, false, "", aim.killAt()), StartProgress.of(run), calls.afresh());
    }

    RunnerState aimingAt(Goal next, Instant killBy, String why) {
        return new RunnerState(id, new Aim(next, false, why, killBy), start, calls.afresh());
    }

    RunnerState with(EngineCalls next) {
        return new RunnerState(id, aim, start, next);
    }

    RunnerState answered() {
        return with(calls.answered());
    }

    RunnerState advanced(@Nullable String container) {
        return new RunnerState(id, aim, start.advanced(container), calls);
    }

    RunnerState reached() {
        return new RunnerState(id, new Aim(aim.goal(), true, aim.failure(), aim.killAt()), start, calls);
    }
}

package io.troupe.cluster.runner;

import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param id the instance
 * @param goal what is to be reached
 * @param settled whether it is reached
 * @param containers how many containers are to run
 * @param withAddresses whether they have to be looked at after their start
 * @param position how many steps of the start are done
 * @param created the engine's ids of the containers created so far
 * @param failure why the start failed; empty while it has not
 * @param killAt until when the containers may end by themselves, once they are to stop
 * @param call the call on its way; null if none is
 * @param calls how many calls were made
 * @param failures how many calls in a row have met an outage
 * @param startBy until when a start waits for an engine that does not answer; null while it answers
 * @param retryAt not before then the next call is made
 */
public record RunnerState(
        InstanceId id,
        Goal goal,
        boolean settled,
        int containers,
        boolean withAddresses,
        int position,
        List<String> created,
        String failure,
        Instant killAt,
        @Nullable Pending call,
        long calls,
        int failures,
        @Nullable Instant startBy,
        Instant retryAt) {
    public RunnerState {
        created = List.copyOf(created);
    }

    /** What a runner is to reach. */
    public enum Goal {
        NONE,
        RUN,
        DISCARD,
        STOP,
        REMOVE
    }

    /**
     * A call on its way.
     *
     * @param deadline when it is interrupted, or given up if it was
     */
    public record Pending(long number, RunnerStep step, boolean interrupted, Instant deadline) {}

    public static RunnerState idle(InstanceId id) {
        return new RunnerState(
                id, Goal.NONE, true, 0, false, 0, List.of(), "", Instant.MAX, null, 0, 0, null, Instant.EPOCH);
    }

    /** When time alone changes something; empty if only an input does. */
    public Optional<Instant> wakeAt() {
        if (call != null) {
            return Optional.of(call.deadline());
        }
        return settled ? Optional.empty() : Optional.of(retryAt);
    }

    RunnerState started(RunnerInput.Run run) {
        return new RunnerState(
                id,
                Goal.RUN,
                false,
                run.containers(),
                run.withAddresses(),
                0,
                List.of(),
                "",
                killAt,
                call,
                calls,
                0,
                null,
                Instant.EPOCH);
    }

    RunnerState aimingAt(Goal next, Instant killBy, String why) {
        return new RunnerState(
                id,
                next,
                false,
                containers,
                withAddresses,
                position,
                created,
                why,
                killBy,
                call,
                calls,
                0,
                null,
                Instant.EPOCH);
    }

    RunnerState calling(RunnerStep step, Instant deadline) {
        return with(new Pending(calls + 1, step, false, deadline), calls + 1, failures, startBy, retryAt);
    }

    RunnerState interrupted(Pending pending, Instant deadline) {
        return with(new Pending(pending.number(), pending.step(), true, deadline), calls, failures, startBy, retryAt);
    }

    RunnerState answered() {
        return with(null, calls, 0, null, Instant.EPOCH);
    }

    RunnerState outage(@Nullable Instant waitingUntil, Instant next) {
        return with(null, calls, failures + 1, waitingUntil, next);
    }

    private RunnerState with(
            @Nullable Pending pending, long number, int inRow, @Nullable Instant waitingUntil, Instant next) {
        return new RunnerState(
                id,
                goal,
                settled,
                containers,
                withAddresses,
                position,
                created,
                failure,
                killAt,
                pending,
                number,
                inRow,
                waitingUntil,
                next);
    }

    RunnerState advanced(@Nullable String container) {
        var now = container == null
                ? created
                : Stream.concat(created.stream(), Stream.of(container)).toList();
        return new RunnerState(
                id,
                goal,
                settled,
                containers,
                withAddresses,
                position + 1,
                now,
                failure,
                killAt,
                call,
                calls,
                failures,
                startBy,
                retryAt);
    }

    RunnerState reached() {
        return new RunnerState(
                id,
                goal,
                true,
                containers,
                withAddresses,
                position,
                created,
                failure,
                killAt,
                call,
                calls,
                failures,
                startBy,
                retryAt);
    }
}

package io.troupe.cluster.workload;

import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a rollout proves good: canaries are promoted, too many failures or too long a standstill make it fail, and a person may pause it. */
final class TrialPlanner {
    private TrialPlanner() {}

    static void step(Deliberation deliberation) {
        verdict(deliberation);
        var state = deliberation.state();
        if (Stage.of(state, deliberation.now()).name() == RolloutView.Stage.WAITING_FOR_PROMOTION
                && Stage.care(state).autoPromote()
                && !Stage.isBlueGreen(state)) {
            deliberation.add(
                    "the canaries are ready",
                    new WorkloadEvent.CanariesPromoted(rollout(state).deployment()));
        }
    }

    private static void verdict(Deliberation deliberation) {
        problem(deliberation.state(), deliberation.now()).ifPresent(problem -> {
            var state = deliberation.state();
            var where = standstill(state, true);
            deliberation.add(
                    problem,
                    new WorkloadEvent.RolloutFailed(
                            rollout(state).deployment(), problem, action(state), where.earlier(), where.current()));
        });
    }

    private static FailureAction action(WorkloadState state) {
        var action = Stage.care(state).onFailure();
        return action == FailureAction.ROLL_BACK && rollout(state).manner() == RolloutManner.BACK
                ? FailureAction.PAUSE
                : action;
    }

    /** What has just made the rollout fail; empty if nothing has. */
    private static Optional<String> problem(WorkloadState state, Instant now) {
        if (!onTrial(state) || rollout(state).progress().failure() != null) {
            return Optional.empty();
        }
        var progress = rollout(state).progress();
        var budget = Stage.care(state).failureBudget();
        if (budget != null && progress.failures() > budget) {
            return Optional.of(progress.failures() + (progress.failures() == 1 ? " instance has" : " instances have")
                    + " failed, " + (budget == 0 ? "none" : "at most " + budget) + " may");
        }
        return deadline(state, now)
                .filter(at -> !now.isBefore(at))
                .map(at -> "nothing has moved for "
                        + Objects.requireNonNull(Stage.care(state).progressDeadline())
                                .toSeconds() + " s: "
                        + Stage.settled(state, now) + " of "
                        + Stage.of(state, now).current() + " are ready");
    }

    /** When the rollout fails unless something moves; empty if it may stand still for ever. */
    static Optional<Instant> deadline(WorkloadState state, Instant now) {
        if (!onTrial(state)
                || Stage.care(state).progressDeadline() == null
                || rollout(state).progress().failure() != null
                || Stage.of(state, now).name() == RolloutView.Stage.WAITING_FOR_PROMOTION) {
            return Optional.empty();
        }
        var limit = Objects.requireNonNull(Stage.care(state).progressDeadline());
        // To be ready for the bake time is not to stand still.
        return Stream.concat(
                        Stream.of(rollout(state).progress().movedAt()),
                        state.instances().stream()
                                .filter(state::current)
                                .flatMap(instance -> Stage.settledAt(state, instance).stream()))
                .max(Comparator.naturalOrder())
                .map(moved -> moved.plus(limit));
    }

    /** When the next instance has been ready for its bake time; empty if none waits for that. */
    static Optional<Instant> nextSettledAt(WorkloadState state, Instant now) {
        if (!state.exists() || state.rollout() == null) {
            return Optional.empty();
        }
        return state.instances().stream()
                .filter(state::current)
                .flatMap(instance -> Stage.settledAt(state, instance).stream())
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }

    /** A rollout that has begun, goes on, and is more than a change of the number or a deletion. */
    private static boolean onTrial(WorkloadState state) {
        var rollout = state.rollout();
        return state.exists()
                && rollout != null
                && rollout.begun()
                && !rollout.delete()
                && rollout.progress().pause() == null
                && (rollout.progress().base() != null || !RolloutPlanner.keepsInstances(rollout.change()));
    }

    static WorkloadReply steer(Deliberation deliberation, WorkloadCommand.Steer command) {
        var state = deliberation.state();
        var deployment = command.deployment();
        var rollout = state.rollout();
        if (rollout == null || !rollout.begun() || !rollout.deployment().equals(deployment)) {
            return refused(
                    deliberation,
                    ProblemCode.NOT_FOUND,
                    "deployment " + deployment + " does not change " + deliberation.workload() + " now");
        }
        if (rollout.delete()) {
            return refused(
                    deliberation, ProblemCode.INVALID, deliberation.workload() + " is being deleted, which goes on");
        }
        var cause = new Cause(command.cause().who(), command.cause().reason(), deployment);
        switch (command.steering()) {
            case PAUSE -> {
                if (rollout.progress().pause() == null) {
                    var where = standstill(state, false);
                    deliberation.add(
                            cause, new WorkloadEvent.RolloutPaused(deployment, where.earlier(), where.current()));
                }
            }
            case RESUME -> {
                if (rollout.progress().pause() != null || rollout.progress().failure() != null) {
                    deliberation.add(cause, new WorkloadEvent.RolloutResumed(deployment));
                }
            }
            case PROMOTE -> {
                return promote(deliberation, command, cause);
            }
        }
        return ChangePlanner.progress(deliberation, deployment);
    }

    private static WorkloadReply promote(Deliberation deliberation, WorkloadCommand.Steer command, Cause cause) {
        var state = deliberation.state();
        if (rollout(state).progress().promoted()) {
            return ChangePlanner.progress(deliberation, command.deployment());
        }
        var canaries = Stage.canaries(state);
        if (canaries == 0) {
            return refused(
                    deliberation,
                    ProblemCode.INVALID,
                    deliberation.workload() + " has no canaries that wait to be promoted");
        }
        var good = Stage.settled(state, deliberation.now());
        if (good < canaries && !command.force()) {
            return refused(
                    deliberation,
                    ProblemCode.INVALID,
                    good + " of " + canaries + " canaries of " + deliberation.workload() + " are ready");
        }
        deliberation.add(cause, new WorkloadEvent.CanariesPromoted(command.deployment()));
        return ChangePlanner.progress(deliberation, command.deployment());
    }

    /** What is kept up of each kind while it is paused: what is there, but after a failure of the new only what serves, and the old makes up for it. */
    private static Stage standstill(WorkloadState state, boolean failed) {
        var earlier = Stage.count(state, state::earlier);
        var current = Stage.count(state, state::current);
        var base = rollout(state).progress().base();
        if (!failed || base == null) {
            return new Stage(
                    RolloutView.Stage.PAUSED, earlier, failed ? state.wanted().instances() : current, 0);
        }
        var serving = Stage.count(state, instance -> state.current(instance) && instance.ready());
        var wanted = Math.min(base.instances(), state.wanted().instances());
        return new Stage(RolloutView.Stage.PAUSED, Math.max(earlier, wanted - serving), serving, 0);
    }

    private static WorkloadReply refused(Deliberation deliberation, ProblemCode code, String sentence) {
        return new WorkloadReply.Refused(deliberation.workload(), Problem.of(code, sentence));
    }

    private static Rollout rollout(WorkloadState state) {
        return Objects.requireNonNull(state.rollout());
    }
}

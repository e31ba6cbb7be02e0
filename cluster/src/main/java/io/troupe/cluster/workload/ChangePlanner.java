package io.troupe.cluster.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may change a workload, and what a change makes of its target. */
final class ChangePlanner {
    private ChangePlanner() {}

    /**
     * A change that may have been refused before a recovery is only prepared: to begin takes a word of who was answered. The first creation of all
     * cannot have been: nothing stood in its way.
     */
    static WorkloadReply prepare(
            Deliberation deliberation, RefusedChanges refused, WaitingLine line, WorkloadCommand.Prepare command) {
        var state = deliberation.state();
        var deployment = command.deployment();
        var first = state.sequence() == 0 && command.change() instanceof Change.Create;
        // Who stands in line may have held the lock, and given it back because another workload was still held.
        var over = state.endedRollout(deployment)
                .filter(ended -> !command.queue() || ended.outcome() != RolloutOutcome.CANCELLED);
        if (over.isPresent() && !state.heldBy(deployment)) {
            return new WorkloadReply.Prepared(
                    deliberation.workload(),
                    deployment,
                    over.get().before(),
                    over.get().superseded(),
                    true);
        }
        if (!state.heldBy(deployment)) {
            var ahead = command.queue() ? ahead(state, line, command, deliberation.now()) : List.<DeploymentId>of();
            if (!ahead.isEmpty()) {
                return new WorkloadReply.Waiting(deliberation.workload(), deployment, ahead);
            }
            // Who waits in line is not told for good: what is missing now may be there when its turn comes.
            var refusal = (command.queue() ? Optional.<Problem>empty() : refused.problemOf(deployment))
                    .or(() -> refusal(deliberation.workload(), state, command))
                    .or(() -> outOfTurn(deliberation, line, command));
            if (refusal.isPresent()) {
                return new WorkloadReply.Refused(deliberation.workload(), refusal.get());
            }
            takeLock(deliberation, command);
        }
        if (command.begin() && (first || refused.knowsAll(deliberation.now()))) {
            begin(deliberation, command.version());
        }
        return prepared(deliberation, deployment);
    }

    /** Who is to change the workload before this deployment: who holds the lock, then who has waited longer. */
    private static List<DeploymentId> ahead(
            WorkloadState state, WaitingLine line, WorkloadCommand.Prepare command, Instant now) {
        var holder = state.rollout();
        return Stream.concat(
                        Stream.ofNullable(holder == null ? null : holder.deployment()),
                        line.ahead(command.deployment(), command.version(), now).stream())
                .toList();
    }

    /** Nobody who does not stand in line overtakes those who do, but by force. */
    private static Optional<Problem> outOfTurn(
            Deliberation deliberation, WaitingLine line, WorkloadCommand.Prepare command) {
        return command.queue() || command.force()
                ? Optional.empty()
                : line.first(deliberation.now())
                        .map(first -> Problem.locked(
                                deliberation.workload() + " is to be changed by deployment " + first
                                        + ", which waits in line",
                                List.of(first)));
    }

    private static WorkloadReply prepared(Deliberation deliberation, DeploymentId deployment) {
        var rollout = deliberation.state().rollout();
        if (rollout == null) {
            throw new AssertionError("the lock was just taken");
        }
        return new WorkloadReply.Prepared(
                deliberation.workload(), deployment, rollout.before(), rollout.superseded(), rollout.begun());
    }

    private static void takeLock(Deliberation deliberation, WorkloadCommand.Prepare command) {
        var older = deliberation.state().rollout();
        var superseded = older == null ? null : older.deployment();
        var cause = onBehalfOf(command.cause(), command.deployment());
        if (superseded != null) {
            deliberation.add(cause, new WorkloadEvent.RolloutEnded(superseded, RolloutOutcome.SUPERSEDED));
        }
        deliberation.add(
                cause,
                new WorkloadEvent.ChangePrepared(
                        command.deployment(),
                        command.change(),
                        superseded,
                        nextTargetAt(deliberation, command.version())));
    }

    /** Begins the prepared change if it has not begun. */
    static WorkloadReply begin(Deliberation deliberation, WorkloadCommand.Begin command) {
        if (deliberation.state().heldBy(command.deployment())) {
            begin(deliberation, command.version());
        }
        return progress(deliberation, command.deployment());
    }

    static WorkloadReply release(Deliberation deliberation, WorkloadCommand.Release command) {
        if (deliberation.state().heldBy(command.deployment())) {
            deliberation.add(
                    onBehalfOf(command.cause(), command.deployment()),
                    new WorkloadEvent.RolloutEnded(command.deployment(), RolloutOutcome.CANCELLED));
        }
        return progress(deliberation, command.deployment());
    }

    static WorkloadReply progress(Deliberation deliberation, DeploymentId deployment) {
        return new WorkloadReply.Progress(
                deliberation.workload(), deployment, status(deliberation.state(), deployment));
    }

    /** How far a deployment's change is. */
    static RolloutStatus status(WorkloadState state, DeploymentId deployment) {
        var rollout = state.rollout();
        if (rollout != null && rollout.deployment().equals(deployment)) {
            var pause = rollout.progress().pause();
            return pause != null && pause.because() == FailureAction.ROLL_BACK
                    ? RolloutStatus.FAILED
                    : rollout.begun() ? RolloutStatus.RUNNING : RolloutStatus.PREPARED;
        }
        return state.endedRollout(deployment)
                .map(over -> switch (over.outcome()) {
                    case COMPLETED -> RolloutStatus.COMPLETED;
                    case CANCELLED -> RolloutStatus.CANCELLED;
                    case SUPERSEDED -> RolloutStatus.SUPERSEDED;
                })
                .orElse(RolloutStatus.UNKNOWN);
    }

    private static void begin(Deliberation deliberation, Instant version) {
        var rollout = deliberation.state().rollout();
        if (rollout == null || rollout.begun()) {
            return;
        }
        var at = nextTargetAt(deliberation, version);
        switch (rollout.change()) {
            case Change.Create create ->
                roll(
                        deliberation,
                        rollout,
                        at,
                        revised(deliberation, at, create.spec()),
                        create.instances(),
                        false,
                        false);
            case Change.Update update -> {
                var alive = alive(deliberation.state(), update.spec());
                if (alive.isPresent()) {
                    roll(deliberation, rollout, at, alive.get(), null, update.instances(), false, false);
                } else {
                    roll(
                            deliberation,
                            rollout,
                            at,
                            revised(deliberation, at, update.spec()),
                            update.instances(),
                            false,
                            false);
                }
            }
            case Change.Scale scale -> roll(deliberation, rollout, at, null, scale.instances(), false, false);
            case Change.Restart restart ->
                roll(
                        deliberation,
                        rollout,
                        at,
                        null,
                        deliberation.state().wanted().instances(),
                        true,
                        false);
            case Change.KillAndScale kill -> killAndScale(deliberation, rollout, at, kill);
            case Change.Delete delete -> roll(deliberation, rollout, at, null, 0, false, true);
        }
    }

    private static void killAndScale(Deliberation deliberation, Rollout rollout, Instant at, Change.KillAndScale kill) {
        var known = deliberation.state().instances().stream()
                .filter(instance ->
                        instance.stopping() == null && kill.instances().contains(instance.id()))
                .map(Instance::id)
                .toList();
        var fewer = Math.max(0, deliberation.state().wanted().instances() - known.size());
        roll(deliberation, rollout, at, null, fewer, false, false);
        if (!known.isEmpty()) {
            deliberation.add(rollout.cause(), new WorkloadEvent.StopRequested(known, StopReason.KILLED_BY_USER));
        }
    }

    private static void roll(
            Deliberation deliberation,
            Rollout rollout,
            Instant at,
            @Nullable Revision revision,
            int instances,
            boolean replaceAll,
            boolean delete) {
        var number = revision == null ? deliberation.state().wanted().revision() : revision.number();
        roll(deliberation, rollout, at, number, revision, instances, replaceAll, delete);
    }

    private static void roll(
            Deliberation deliberation,
            Rollout rollout,
            Instant at,
            long number,
            @Nullable Revision revision,
            int instances,
            boolean replaceAll,
            boolean delete) {
        var state = deliberation.state();
        var spec = revision == null ? state.revisionNumbered(number).spec() : revision.spec();
        var wanted = spec.followsNodes() && !delete ? state.followed().nodes().size() : instances;
        var target = new Target(state.targetLast() + 1, at, number, wanted, delete ? null : staged(state, spec));
        deliberation.add(
                rollout.cause(),
                new WorkloadEvent.RolloutBegan(rollout.deployment(), revision, target, replaceAll, delete));
        if (revision != null && state.launchDelay() != null) {
            deliberation.add("a new revision has not failed yet", new WorkloadEvent.LaunchDelayReset(null));
        }
    }

    /** Below its partition, the slots keep what they have. */
    private static Target.@Nullable Staged staged(WorkloadState state, WorkloadSpec spec) {
        var present = state.target();
        if (present == null
                || !(spec.slots() instanceof SlotRule.Ordinal(var order, var partition))
                || partition == 0) {
            return null;
        }
        var kept =
                present.staged() == null ? present.revision() : present.staged().revision();
        return new Target.Staged(partition, kept);
    }

    /** An earlier revision of the same spec that instances still run: to go back to it must not replace them. */
    private static Optional<Long> alive(WorkloadState state, WorkloadSpec spec) {
        var present = state.wanted().revision();
        return state.instances().stream()
                .filter(WorkloadState::wanted)
                .map(Instance::revision)
                .filter(number -> number != present
                        && state.revisionNumbered(number).spec().equals(spec))
                .max(Comparator.naturalOrder());
    }

    private static @Nullable Revision revised(Deliberation deliberation, Instant at, WorkloadSpec spec) {
        var state = deliberation.state();
        return state.exists() && state.revision().spec().equals(spec)
                ? null
                : new Revision(state.revisionLast() + 1, at, spec);
    }

    /** The deployment's own version, so that who asked finds the target under the version he was answered; targets never go back in time. */
    private static Instant nextTargetAt(Deliberation deliberation, Instant version) {
        var asked = version.truncatedTo(ChronoUnit.MILLIS);
        var last = deliberation.state().targetLastAt();
        return asked.isAfter(last) ? asked : last.plusMillis(1);
    }

    private static Cause onBehalfOf(Cause cause, DeploymentId deployment) {
        return cause.deployment() == null ? new Cause(cause.who(), cause.reason(), deployment) : cause;
    }

    private static Optional<Problem> refusal(
            WorkloadId workload, WorkloadState state, WorkloadCommand.Prepare command) {
        var holder = state.rollout();
        if (holder != null && !command.force()) {
            return Optional.of(Problem.locked(
                    workload + " is being changed by deployment " + holder.deployment(), List.of(holder.deployment())));
        }
        return switch (command.change()) {
            case Change.Create create ->
                state.exists()
                        ? Optional.of(Problem.of(ProblemCode.EXISTS, workload + " exists already"))
                        : wrongNumber(create.instances()).or(() -> wrongId(workload, create.spec()));
            case Change.Update update ->
                missing(workload, state)
                        .or(() -> stale(workload, state, update.basedOn()))
                        .or(() -> wrongNumber(update.instances()))
                        .or(() -> wrongId(workload, update.spec()));
            case Change.Scale scale ->
                missing(workload, state)
                        .or(() -> stale(workload, state, scale.basedOn()))
                        .or(() -> followsNodes(state))
                        .or(() -> wrongNumber(scale.instances()));
            case Change.Restart restart -> missing(workload, state);
            case Change.KillAndScale kill ->
                missing(workload, state).or(() -> followsNodes(state)).or(() -> goesFromTheTop(state));
            case Change.Delete delete -> missing(workload, state);
        };
    }

    static Optional<Problem> missing(WorkloadId workload, WorkloadState state) {
        return state.exists()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.NOT_FOUND, workload + " does not exist"));
    }

    private static Optional<Problem> stale(WorkloadId workload, WorkloadState state, @Nullable Long basedOn) {
        return basedOn == null || basedOn == state.wanted().version()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.STALE,
                        workload + " has changed since: the change is based on version " + basedOn + ", it is at "
                                + state.wanted().version() + " now"));
    }

    private static Optional<Problem> followsNodes(WorkloadState state) {
        return FollowPlanner.follows(state)
                ? Optional.of(Problem.invalid("/instances", "their number follows the nodes"))
                : Optional.empty();
    }

    private static Optional<Problem> goesFromTheTop(WorkloadState state) {
        return OrdinalPlanner.rule(state)
                .map(rule -> Problem.invalid("/instances", "the highest slots go first: scale it instead"));
    }

    private static Optional<Problem> wrongNumber(int instances) {
        return instances >= 0 && instances <= WorkloadSpec.INSTANCES_MAX
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        "/instances", "a workload has 0 to " + WorkloadSpec.INSTANCES_MAX + " instances"));
    }

    private static Optional<Problem> wrongId(WorkloadId workload, WorkloadSpec spec) {
        return spec.id().equals(workload)
                ? Optional.empty()
                : Optional.of(Problem.invalid("/id", "the spec is of " + spec.id() + ", not of " + workload));
    }
}

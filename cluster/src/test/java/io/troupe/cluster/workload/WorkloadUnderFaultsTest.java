package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one workload among unreliable others, each from one seed; a failure names the seed. */
class WorkloadUnderFaultsTest {
    private static final int STEPS = 400;
    private static final int HISTORIES = 60;
    private static final Duration CONVERGES_WITHIN = Duration.ofMinutes(30);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheBoundsThroughAllFaultsAndArrivesOnceTheyEnd(long block) {
        for (var seed = block * HISTORIES; seed < (block + 1) * HISTORIES; seed++) {
            new History(seed).run();
        }
    }

    private static final class History {
        private final long seed;
        private final SplittableRandom dice;
        private final UnreliableWorld world;
        private final WorkloadDecisions decisions;
        private final List<WorkloadRecord> journal = new ArrayList<>();
        private WorkloadState state = WorkloadState.EMPTY;
        private Exchange exchange = Exchange.NONE;
        private Instant now = START;
        private int minted;
        private int deployments;
        private boolean healed;

        History(long seed) {
            this.seed = seed;
            this.dice = new SplittableRandom(seed);
            this.world = new UnreliableWorld(dice.split(), () -> now);
            this.decisions = new WorkloadDecisions(WEB, () -> Integer.toString(++minted));
        }

        void run() {
            for (var step = 0; step < STEPS; step++) {
                step();
            }
            assertThat(replayed()).as(named("replay equals the live state")).isEqualTo(state);
            converge();
        }

        private void step() {
            now = now.plusMillis(dice.nextInt(200));
            switch (dice.nextInt(24)) {
                case 0 -> change();
                case 1 -> crash();
                case 2 -> world.misfortune();
                case 3 -> world.tellAll();
                case 4 -> now = now.plusSeconds(dice.nextInt(20));
                case 5 -> steer();
                case 6, 7 -> decide(new WorkloadInput.Tick());
                case 8, 9, 10, 11, 12, 13, 14, 15 -> world.hear();
                default -> world.say().forEach(this::decide);
            }
        }

        private void change() {
            var count = dice.nextInt(6);
            var policy = new RolloutPolicy(dice.nextInt(5) / 4.0, dice.nextInt(5) / 4.0, caution());
            var changed = spec("run " + dice.nextInt(3), policy);
            var force = dice.nextInt(3) > 0;
            Change change = !state.exists()
                    ? new Change.Create(changed, count)
                    : switch (dice.nextInt(12)) {
                        case 0 -> new Change.Delete();
                        case 1, 2 -> new Change.Restart();
                        case 3, 4 -> new Change.Scale(count, null);
                        case 5 ->
                            new Change.KillAndScale(state.instances().stream()
                                    .limit(1)
                                    .map(Instance::id)
                                    .toList());
                        default -> new Change.Update(changed, count, null, dice.nextInt(4) == 0 ? manner() : null);
                    };
            var deployment = DeploymentId.of("d" + ++deployments);
            decide(command(new WorkloadCommand.Prepare(deployment, now, change, force, dice.nextBoolean(), ANNA)));
            switch (dice.nextInt(8)) {
                case 0 -> decide(command(new WorkloadCommand.Release(deployment, ANNA)));
                case 1 ->
                    decide(command(new WorkloadCommand.KillInstances(
                            state.instances().stream()
                                    .map(Instance::id)
                                    .limit(2)
                                    .toList(),
                            ANNA)));
                default -> decide(command(new WorkloadCommand.Begin(deployment, now)));
            }
        }

        private RolloutManner manner() {
            return dice.nextBoolean() ? RolloutManner.BACK : RolloutManner.BLUE_GREEN;
        }

        private @Nullable RolloutCaution caution() {
            return dice.nextBoolean()
                    ? null
                    : new RolloutCaution(
                            dice.nextInt(3),
                            dice.nextInt(3) == 0,
                            Duration.ofSeconds(dice.nextInt(3) * 4L),
                            dice.nextBoolean() ? null : Duration.ofSeconds(5 + dice.nextInt(60)),
                            dice.nextBoolean() ? null : dice.nextInt(4),
                            any(List.of(FailureAction.values())));
        }

        private <T> T any(List<T> of) {
            return of.get(dice.nextInt(of.size()));
        }

        private void steer() {
            var rollout = state.rollout();
            if (rollout != null) {
                var steering = any(List.of(RolloutSteering.values()));
                decide(command(new WorkloadCommand.Steer(rollout.deployment(), steering, dice.nextBoolean(), ANNA)));
            }
        }

        private static WorkloadInput command(WorkloadCommand command) {
            return new WorkloadInput.Command(command);
        }

        /** The supervisor forgets all that is not in the journal, effects of its last decision included. */
        private void crash() {
            state = replayed();
            var owed = decisions.resume(state, now);
            exchange = owed.exchange();
            world.send(owed.effects());
            decide(new WorkloadInput.Tick());
        }

        private WorkloadState replayed() {
            var folded = WorkloadState.EMPTY;
            for (var entry : journal) {
                folded = folded.apply(entry);
            }
            return folded;
        }

        private void decide(WorkloadInput input) {
            var decision = decisions.decide(state, exchange, input, now);
            for (var entry : decision.entries()) {
                journal.add(entry);
                var before = state;
                state = state.apply(entry);
                check(before, entry);
            }
            exchange = decision.exchange();
            assertThat(state.instances())
                    .as(named("who is not well stops"))
                    .noneMatch(instance -> instance.stopping() == null
                            && instance.state() == InstanceState.RUNNING
                            && isExhausted(instance));
            if (healed || dice.nextInt(20) > 0) {
                world.send(decision.effects());
            } else {
                crash();
            }
        }

        private static boolean isExhausted(Instance instance) {
            var report = instance.report();
            var health = report == null ? null : report.health();
            return health != null && health.results().stream().anyMatch(CheckResult::exhausted);
        }

        private void check(WorkloadState before, WorkloadRecord entry) {
            var after = state;
            for (var instance : before.instances()) {
                after.instance(instance.id())
                        .ifPresent(later -> assertThat(later.state())
                                .as(named("an instance moves forward"))
                                .isGreaterThanOrEqualTo(instance.state()));
            }
            switch (entry.event()) {
                case WorkloadEvent.StopRequested stop -> checkStop(before, after, stop);
                case WorkloadEvent.InstancesPlanned planned -> {
                    assertThat(after.instances().size())
                            .as(named("no more exist than the bounds allow"))
                            .isLessThanOrEqualTo(existingMax(after));
                    assertThat(count(after, after::current))
                            .as(named("no more of the target than the stage allows"))
                            .isLessThanOrEqualTo(Math.max(
                                    count(before, before::current),
                                    Stage.of(after, now).current()));
                }
                default -> {}
            }
        }

        private void checkStop(WorkloadState before, WorkloadState after, WorkloadEvent.StopRequested stop) {
            var servingStopped = before.instances().stream()
                    .anyMatch(instance -> instance.ready() && stop.instances().contains(instance.id()));
            if (stop.reason() == StopReason.REPLACED && servingStopped) {
                assertThat(count(after, Instance::ready))
                        .as(named("no fewer are ready than the bounds allow"))
                        .isGreaterThanOrEqualTo(bounds(after).readyMin());
            }
            if (stop.reason() == StopReason.SCALED_DOWN) {
                assertThat(count(after, instance -> instance.stopping() == null))
                        .as(named("no more are stopped than too many"))
                        .isGreaterThanOrEqualTo(after.wanted().instances());
            }
        }

        private static int existingMax(WorkloadState state) {
            var rollout = state.rollout();
            return rollout != null && rollout.begun()
                    ? bounds(state).existingMax()
                    : state.wanted().instances();
        }

        private static RolloutBounds bounds(WorkloadState state) {
            return RolloutBounds.of(state);
        }

        private static int count(WorkloadState state, Predicate<Instance> which) {
            return (int) state.instances().stream().filter(which).count();
        }

        private void converge() {
            healed = true;
            world.heal();
            beginWhatIsPrepared();
            var until = now.plus(CONVERGES_WITHIN);
            while (!arrived()) {
                assertThat(now).as(named("arrives in time: " + state)).isBefore(until);
                while (!world.quiet()) {
                    world.hear();
                    world.say().forEach(this::decide);
                }
                now = decisions
                        .deadline(state, exchange, now)
                        .filter(deadline -> deadline.isAfter(now))
                        .orElse(now.plusMillis(1));
                if (dice.nextInt(10) == 0) {
                    world.tellAll();
                }
                decide(new WorkloadInput.Tick());
                goOn();
            }
            assertThat(replayed()).as(named("replay equals the live state")).isEqualTo(state);
        }

        /** A person looks after what waits for one. */
        private void goOn() {
            var rollout = state.rollout();
            if (rollout != null && rollout.progress().pause() != null) {
                decide(command(new WorkloadCommand.Steer(rollout.deployment(), RolloutSteering.RESUME, false, ANNA)));
            } else if (rollout != null
                    && state.exists()
                    && Stage.of(state, now).name() == RolloutView.Stage.WAITING_FOR_PROMOTION) {
                decide(command(new WorkloadCommand.Steer(rollout.deployment(), RolloutSteering.PROMOTE, false, ANNA)));
            }
        }

        private void beginWhatIsPrepared() {
            var rollout = state.rollout();
            if (rollout != null) {
                decide(command(new WorkloadCommand.Begin(rollout.deployment(), now)));
            }
        }

        private boolean arrived() {
            var wanted = state.exists() ? state.wanted().instances() : 0;
            var ready = state.instances().stream()
                    .filter(Instance::ready)
                    .map(Instance::id)
                    .collect(Collectors.toSet());
            return state.rollout() == null
                    && ready.size() == wanted
                    && state.instances().size() == wanted
                    && world.running().equals(ready);
        }

        private String named(String what) {
            return what + ", seed " + seed;
        }
    }
}

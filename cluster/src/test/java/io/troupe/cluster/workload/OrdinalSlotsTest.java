package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A workload whose slots are identities. */
class OrdinalSlotsTest {
    private final WorkloadOnVirtualTime db = new WorkloadOnVirtualTime();

    @Test
    void oneIsStartedOnceAllBelowItAreReady() {
        db.change(new Change.Create(ordered("one"), 3));
        assertThat(slots()).containsExactly(0);
        db.grantAll();
        assertThat(slots()).containsExactly(0);
        db.runAll();
        assertThat(slots()).containsExactly(0, 1);
        db.settle();
        assertThat(slots()).containsExactly(0, 1, 2);
        assertThat(db.state.rollout()).isNull();
    }

    @Test
    void inParallelAllAreStartedAtOnce() {
        db.change(new Change.Create(parallel("one"), 3));
        assertThat(slots()).containsExactly(0, 1, 2);
    }

    @Test
    void theHighestGoFirstOneAfterTheOther() {
        running(ordered("one"), 4);
        db.change(new Change.Scale(1, null));
        assertThat(stopping()).containsExactly(3);
        endStopping();
        assertThat(stopping()).containsExactly(2);
        endStopping();
        endStopping();
        assertThat(slots()).containsExactly(0);
        assertThat(db.state.rollout()).isNull();
    }

    @Test
    void inParallelAllThatAreTooManyGoAtOnce() {
        running(parallel("one"), 4);
        db.change(new Change.Scale(1, null));
        assertThat(stopping()).containsExactly(1, 2, 3);
    }

    @Test
    void whatWaitsForAPlaceGoesAtOnceAndTheNextOneWithIt() {
        running(ordered("one"), 2);
        db.change(new Change.Scale(4, null));
        assertThat(slots()).containsExactly(0, 1, 2);
        db.change(new Change.Scale(1, null), true);
        assertThat(slots()).containsExactly(0, 1);
        assertThat(stopping()).containsExactly(1);
    }

    @Test
    void aSlotIsFilledAgainOnlyOnceItsInstanceIsGone() {
        running(ordered("one"), 3);
        kill(1);
        assertThat(slots()).containsExactly(0, 1, 2);
        db.pass(Duration.ofHours(1));
        assertThat(slots()).containsExactly(0, 1, 2);

        endStopping();
        assertThat(slots()).containsExactly(0, 1, 2);
        assertThat(inSlot(1).state()).isEqualTo(InstanceState.PLANNED);
    }

    @Test
    void ofSeveralThatAreGoneTheLowestIsFilledFirst() {
        running(ordered("one"), 3);
        kill(0);
        kill(2);
        endStopping();
        assertThat(slots()).containsExactly(0, 1);
        db.settle();
        assertThat(slots()).containsExactly(0, 1, 2);
    }

    @Test
    void anUpdateGoesFromTheHighestDownOneAtATime() {
        running(ordered("one"), 3);
        db.change(new Change.Update(ordered("two"), 3, null));
        for (var slot : List.of(2, 1, 0)) {
            assertThat(stopping()).containsExactly(slot);
            endStopping();
            assertThat(stopping()).isEmpty();
            db.grantAll();
            assertThat(stopping()).isEmpty();
            db.runAll();
        }
        assertThat(revisions()).containsExactly(2L, 2L, 2L);
        assertThat(db.state.rollout()).isNull();
    }

    @Test
    void inParallelAnUpdateReplacesOneAtATimeToo() {
        running(parallel("one"), 3);
        db.change(new Change.Update(parallel("two"), 3, null));
        assertThat(stopping()).containsExactly(2);
    }

    @Test
    void whatDoesNotServeIsReplacedFirstSoThatABrokenUpdateCanBeMended() {
        running(ordered("one"), 3);
        db.change(new Change.Update(ordered("broken"), 3, null));
        endStopping();
        db.grantAll();
        assertThat(inSlot(2).revision()).isEqualTo(2);

        db.change(new Change.Update(ordered("mended"), 3, null), true);
        assertThat(stopping()).containsExactly(2);
        db.settle();
        assertThat(revisions()).containsExactly(3L, 3L, 3L);
    }

    @Test
    void slotsBelowThePartitionKeepWhatTheyHave() {
        running(ordered("one"), 4);
        db.change(new Change.Update(ordered("two", 2), 4, null));
        db.settle();

        assertThat(revisions()).containsExactly(1L, 1L, 2L, 2L);
        assertThat(db.state.rollout()).isNull();
        assertThat(db.state.wanted().staged()).isEqualTo(new Target.Staged(2, 1));
    }

    @Test
    void whatIsLostBelowThePartitionComesBackAsItWas() {
        running(ordered("one"), 3);
        db.change(new Change.Update(ordered("two", 2), 3, null));
        db.settle();
        kill(0);
        kill(2);
        endStopping();
        db.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aLowerPartitionReplacesOnlyWhatItSetsFree() {
        running(ordered("one"), 4);
        db.change(new Change.Update(ordered("two", 3), 4, null));
        db.settle();
        var top = inSlot(3);

        db.change(new Change.Update(ordered("two", 1), 4, null));
        db.settle();
        assertThat(inSlot(3)).isEqualTo(top);
        assertThat(revisions()).containsExactly(1L, 3L, 3L, 2L);

        db.change(new Change.Update(ordered("two"), 4, null));
        db.settle();
        assertThat(inSlot(3)).isEqualTo(top);
        assertThat(revisions()).containsExactly(4L, 3L, 3L, 2L);
        assertThat(db.state.wanted().staged()).isNull();
    }

    @Test
    void aRestartStopsAtThePartition() {
        running(ordered("one", 1), 3);
        var lowest = inSlot(0);
        db.change(new Change.Restart());
        db.settle();
        assertThat(inSlot(0)).isEqualTo(lowest);
        assertThat(db.state.instances().stream().filter(instance -> instance.target() == 2))
                .hasSize(2);
    }

    @Test
    void aFailedUpdateStandsStillAndItsSlotGoesBack() {
        running(ordered("one"), 3);
        var careful = ordered("two").toBuilder()
                .rollout(new RolloutPolicy(1, 1, RolloutCaution.NONE.withLimits(null, 0, FailureAction.PAUSE)))
                .build();
        db.change(new Change.Update(careful, 3, null));
        endStopping();
        db.grantAll();
        db.report(InstanceState.FAILED, inSlot(2).id());
        db.settle();

        assertThat(db.state.rollout()).isNotNull();
        assertThat(revisions()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatStandsStillPlansNothingThatItWouldTakeBackAtOnce() {
        running(ordered("one"), 2);
        var broken = ordered("two").toBuilder()
                .rollout(new RolloutPolicy(1, 1, RolloutCaution.NONE.withLimits(null, 0, FailureAction.PAUSE)))
                .build();
        db.change(new Change.Update(broken, 3, null));
        db.grantAll();
        db.report(InstanceState.FAILED, inSlot(2).id());
        assertThat(db.rollout().stage()).isEqualTo(RolloutView.Stage.PAUSED);

        db.pass(Duration.ofMinutes(10));
        db.grantAll();
        assertThat(db.events).noneMatch(WorkloadEvent.StopRequested.class::isInstance);
        db.settle();
        assertThat(db.state.instances()).hasSizeBetween(2, 3).noneMatch(instance -> instance.stopping() != null);
    }

    @Test
    void aDeletionStopsFromTheTop() {
        running(ordered("one"), 3);
        db.change(new Change.Delete());
        assertThat(stopping()).containsExactly(2);
        endStopping();
        assertThat(stopping()).containsExactly(1);
        endStopping();
        endStopping();
        assertThat(db.state.exists()).isFalse();
    }

    @Test
    void whatDoesNotGoKeepsTheOthersWaitingForAWhileOnly() {
        running(ordered("one"), 3);
        db.change(new Change.Delete());
        db.pass(Duration.ofSeconds(30));
        assertThat(stopping()).containsExactly(2);
        db.pass(OrdinalPlanner.STOPPED_WITHIN);
        assertThat(stopping()).containsExactly(1, 2);
    }

    @Test
    void anIdentityOnANodeThatIsAwayIsNotGivenToAnother() {
        running(ordered("one"), 2);
        var away = inSlot(1).id();
        db.state = db.state.apply(new WorkloadRecord(
                db.now, ANNA, new WorkloadEvent.InstancesUnreachable(WorkloadOnVirtualTime.NODE, List.of(away))));
        kill(1);
        db.pass(Duration.ofHours(1));

        assertThat(slots()).containsExactly(0, 1);
        assertThat(inSlot(1).id()).isEqualTo(away);
    }

    @Test
    void chosenInstancesAreNotTradedForALowerNumber() {
        running(ordered("one"), 3);
        var reply = db.command(new WorkloadCommand.Prepare(
                DeploymentId.of("d9"),
                db.now,
                new Change.KillAndScale(List.of(inSlot(0).id())),
                false,
                true,
                ANNA));
        assertThat(reply)
                .isEqualTo(new WorkloadReply.Refused(
                        WEB, Problem.invalid("/instances", "the highest slots go first: scale it instead")));
    }

    @Test
    void anOrdinaryWorkloadGetsIdentities() {
        running(spec("one"), 3);
        db.change(new Change.Update(ordered("two"), 3, null));
        db.settle();
        assertThat(slots()).containsExactly(0, 1, 2);
        assertThat(revisions()).containsExactly(2L, 2L, 2L);
    }

    // Short words.

    private static WorkloadSpec ordered(String command) {
        return ordered(command, 0);
    }

    private static WorkloadSpec ordered(String command, int partition) {
        return spec(command).toBuilder()
                .slots(new SlotRule.Ordinal(StartOrder.ORDERED, partition))
                .build();
    }

    private static WorkloadSpec parallel(String command) {
        return spec(command).toBuilder()
                .slots(new SlotRule.Ordinal(StartOrder.PARALLEL, 0))
                .build();
    }

    private void running(WorkloadSpec spec, int count) {
        db.change(new Change.Create(spec, count));
        db.settle();
        assertThat(slots()).hasSize(count);
        assertThat(db.state.rollout()).isNull();
    }

    private void kill(int slot) {
        db.command(new WorkloadCommand.KillInstances(List.of(inSlot(slot).id()), ANNA));
    }

    private void endStopping() {
        db.report(InstanceState.KILLED, db.ids(instance -> instance.stopping() != null));
    }

    private Instance inSlot(int slot) {
        return db.state.instances().stream()
                .filter(instance -> instance.slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    private List<Integer> slots() {
        return db.state.instances().stream().map(Instance::slot).sorted().toList();
    }

    private List<Integer> stopping() {
        return db.state.instances().stream()
                .filter(instance -> instance.stopping() != null)
                .map(Instance::slot)
                .sorted()
                .toList();
    }

    private List<Long> revisions() {
        return db.state.instances().stream()
                .sorted(Comparator.comparingInt(Instance::slot))
                .map(Instance::revision)
                .toList();
    }
}

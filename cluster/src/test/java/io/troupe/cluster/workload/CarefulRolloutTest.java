package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.CarefulSpecs.budget;
import static io.troupe.cluster.workload.CarefulSpecs.canaries;
import static io.troupe.cluster.workload.CarefulSpecs.careful;
import static io.troupe.cluster.workload.CarefulSpecs.first;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.problem;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Canaries, bake time, failure budget, deadline, pause and blue-green: what {@code upgradeStrategy} may ask for beyond its bounds. */
class CarefulRolloutTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void canariesRunBesideTheOthersUntilTheyArePromoted() {
        web.running(first(RolloutCaution.NONE), 4);
        var update = web.change(new Change.Update(careful(canaries(1)), 4, null));
        assertThat(web.revisions()).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.CANARY);

        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);

        assertThat(web.steer(update, RolloutSteering.PROMOTE)).isEqualTo(running(update));
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void canariesTakeThePlaceOfOthersOnlyWhereTheBoundsLeaveNoRoom() {
        web.running(first(RolloutCaution.NONE), 4);
        web.change(new Change.Update(careful(new RolloutPolicy(0.5, 0, canaries(2))), 4, null));
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void canariesThatAreNotReadyAreNotPromotedUnlessForced() {
        web.running(first(RolloutCaution.NONE), 2);
        var update = web.change(new Change.Update(careful(canaries(2)), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(web.steer(update, RolloutSteering.PROMOTE))
                .isEqualTo(new WorkloadReply.Refused(
                        WEB, Problem.of(ProblemCode.INVALID, "1 of 2 canaries of /web are ready")));
        web.command(new WorkloadCommand.Steer(update, RolloutSteering.PROMOTE, true, ANNA));
        assertThat(web.events).contains(new WorkloadEvent.CanariesPromoted(update));
    }

    @Test
    void goodCanariesAreFollowedByTheOthersWithoutAPersonIfAskedFor() {
        web.running(first(RolloutCaution.NONE), 3);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withCanaries(1, true)), 3, null));
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void anotherUpdateDuringTheTrialTakesThePlaceOfTheCanariesAndKeepsWhatWasGood() {
        web.running(first(RolloutCaution.NONE), 2);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.change(new Change.Update(spec("third", new RolloutPolicy(1, 1, canaries(1))), 2, null), true);
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 3L);
    }

    @Test
    void scalingByForceDuringTheTrialDoesNotEndIt() {
        web.running(first(RolloutCaution.NONE), 2);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        var scale = web.change(new Change.Scale(3, null), true);
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 1L, 2L);
        web.steer(scale, RolloutSteering.PROMOTE);
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L, 2L);
    }

    @Test
    void goingBackToWhatStillRunsReplacesNothing() {
        web.running(first(RolloutCaution.NONE), 3);
        web.change(new Change.Update(careful(canaries(1)), 3, null));
        web.settle();
        web.change(new Change.Update(first(), 3, null, RolloutManner.BACK), true);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::id).containsExactlyInAnyOrder(id(1), id(2), id(3));
        assertThat(web.state.wanted().revision()).isEqualTo(1);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void anInstanceCountsOnceItHasBeenReadyForItsBakeTime() {
        web.running(first(RolloutCaution.NONE), 1);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withBake(MINUTE)), 1, null));
        web.grantAll();
        web.runAll();
        assertThat(web.stopping()).isEmpty();
        assertThat(web.deadline()).isBeforeOrEqualTo(web.now.plus(MINUTE));

        web.pass(MINUTE.minusMillis(1));
        assertThat(web.stopping()).isEmpty();
        web.pass(Duration.ofMillis(1));
        assertThat(web.stopping()).containsExactly(id(1));
        web.settle();
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aRolloutIsNotOverBeforeItsLastInstanceHasBaked() {
        web.change(new Change.Create(careful(RolloutCaution.NONE.withBake(MINUTE)), 1));
        web.settle();
        assertThat(web.state.rollout()).isNotNull();
        web.pass(MINUTE);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aPausedRolloutKeepsWhatThereIsAndGoesOnWhenResumed() {
        web.running(first(RolloutCaution.NONE), 4);
        var update = web.change(new Change.Update(spec("walk", new RolloutPolicy(0.75, 0)), 4, null));
        web.report(InstanceState.KILLED, web.ids(instance -> instance.stopping() != null));
        web.grantAll();
        web.runAll();
        assertThat(web.revisions()).containsExactly(1L, 1L, 2L);
        web.steer(update, RolloutSteering.PAUSE);
        web.settle();
        web.pass(MINUTE);
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 2L);
        assertThat(web.state.rollout()).isNotNull();

        web.steer(update, RolloutSteering.RESUME);
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aPausedScalingStartsNothingMore() {
        web.running(first(RolloutCaution.NONE), 1);
        web.change(new Change.Scale(3, null));
        web.grant(1, instance -> instance.slot() == 1);
        web.runAll();
        var scale = DeploymentId.of("d2");
        web.steer(scale, RolloutSteering.PAUSE);
        web.report(InstanceState.KILLED, id(2));
        assertThat(web.state.instances()).hasSize(3);
        assertThat(web.rollout().reason()).isEqualTo("paused by anna");
    }

    @Test
    void resumingForgivesWhatHasFailed() {
        web.running(first(RolloutCaution.NONE), 1);
        var update = web.change(new Change.Update(careful(budget(0, FailureAction.PAUSE)), 1, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(2));
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        web.steer(update, RolloutSteering.RESUME);
        assertThat(web.rollout().failures()).isZero();
        web.pass(MINUTE);
        web.settle();
        assertThat(web.revisions()).containsExactly(2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void onlyTheRolloutThatIsOnCanBeSteeredAndNoDeletion() {
        web.running(first(RolloutCaution.NONE), 1);
        assertThat(problem(web.steer(DeploymentId.of("other"), RolloutSteering.PAUSE)))
                .isEqualTo(ProblemCode.NOT_FOUND);
        var update = web.change(new Change.Update(spec("walk"), 1, null));
        assertThat(problem(web.steer(update, RolloutSteering.PROMOTE))).isEqualTo(ProblemCode.INVALID);
        assertThat(web.steer(update, RolloutSteering.RESUME)).isEqualTo(running(update));
        assertThat(web.events).isEmpty();
        var delete = web.change(new Change.Delete(), true);
        assertThat(problem(web.steer(delete, RolloutSteering.PAUSE))).isEqualTo(ProblemCode.INVALID);
    }

    @Test
    void blueAndGreenStandSideBySideUntilTheSwitchAndThenBlueGoesAtOnce() {
        web.running(first(RolloutCaution.NONE), 3);
        var update = web.change(
                new Change.Update(spec("walk", new RolloutPolicy(0.5, 0)), 2, null, RolloutManner.BLUE_GREEN));
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 1L, 2L, 2L);
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);
        web.steer(update, RolloutSteering.PROMOTE);
        assertThat(web.stopping()).containsExactlyInAnyOrder(id(1), id(2), id(3));
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void theJournalGivesTheSameStateAgain() {
        web.running(first(RolloutCaution.NONE), 2);
        var update = web.change(new Change.Update(careful(canaries(1).withBake(MINUTE)), 2, null));
        web.settle();
        web.steer(update, RolloutSteering.PAUSE);
        web.steer(update, RolloutSteering.RESUME);
        web.pass(MINUTE);
        web.steer(update, RolloutSteering.PROMOTE);
        var replayed = WorkloadState.EMPTY;
        for (var entry : web.journal) {
            replayed = replayed.apply(entry);
        }
        assertThat(replayed).isEqualTo(web.state);
    }

    private static WorkloadReply running(DeploymentId deployment) {
        return new WorkloadReply.Progress(WEB, deployment, RolloutStatus.RUNNING);
    }
}

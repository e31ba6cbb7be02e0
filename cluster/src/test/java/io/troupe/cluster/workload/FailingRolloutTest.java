package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.CarefulSpecs.budget;
import static io.troupe.cluster.workload.CarefulSpecs.canaries;
import static io.troupe.cluster.workload.CarefulSpecs.careful;
import static io.troupe.cluster.workload.CarefulSpecs.deadline;
import static io.troupe.cluster.workload.CarefulSpecs.first;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a rollout does that fails too often or stands still for too long: it tells, pauses or goes back. */
class FailingRolloutTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void moreFailuresThanTheBudgetPauseTheRolloutAndWhatServesStays() {
        web.running(first(RolloutCaution.NONE), 2);
        var update = web.change(new Change.Update(careful(budget(1, FailureAction.PAUSE)), 2, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(3));
        assertThat(web.state.rollout()).isNotNull();
        assertThat(web.rollout().failure()).isNull();
        web.report(InstanceState.FAILED, id(4));

        assertThat(web.events)
                .contains(new WorkloadEvent.RolloutFailed(
                        update, "2 instances have failed, at most 1 may", FailureAction.PAUSE, 2, 0));
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        web.pass(MINUTE);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(1), id(2));
        assertThat(ChangePlanner.status(web.state, update)).isEqualTo(RolloutStatus.RUNNING);
    }

    @Test
    void aFailedRolloutThatRollsBackTellsItsCoordinatorAtOnce() {
        web.running(first(RolloutCaution.NONE), 2);
        var update = web.change(new Change.Update(careful(budget(0, FailureAction.ROLL_BACK)), 2, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(3));
        assertThat(web.effects)
                .contains(new WorkloadEffect.TellCoordinator(
                        update, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.FAILED)));
        assertThat(web.resume().effects())
                .contains(new WorkloadEffect.TellCoordinator(
                        update, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.FAILED)));
    }

    @Test
    void whatIsGoneBackToIsNotStoppedBetweenTheTakeOverAndTheWayBack() {
        web.running(first(RolloutCaution.NONE), 1);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withBake(MINUTE)), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(2));
        web.report(InstanceState.RUNNING, id(3));
        var back = DeploymentId.of("back");
        web.command(new WorkloadCommand.Prepare(
                back, web.now, new Change.Update(first(), 1, null, RolloutManner.BACK), true, false, ANNA));
        assertThat(web.stopping()).hasSize(1).doesNotContain(id(1));
    }

    @Test
    void goingBackReplacesNothingBeforeOneInstanceHasShownThatItCan() {
        web.running(first(RolloutCaution.NONE), 3);
        web.change(new Change.Update(careful(canaries(2)), 3, null, RolloutManner.BACK));
        web.grantAll();
        web.report(InstanceState.FAILED, id(4));
        web.pass(MINUTE);
        assertThat(web.revisions()).containsExactly(1L, 1L, 1L, 2L);
        web.settle();
        assertThat(web.revisions()).containsExactly(2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void goingBackDoesNotRollBackAgain() {
        web.running(first(budget(0, FailureAction.ROLL_BACK)), 2);
        web.change(new Change.Update(spec("third"), 2, null));
        web.settle();
        var back =
                web.change(new Change.Update(careful(budget(0, FailureAction.ROLL_BACK)), 2, null, RolloutManner.BACK));
        web.grantAll();
        web.report(InstanceState.FAILED, web.ids(instance -> instance.state() == InstanceState.PLACED));
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        assertThat(ChangePlanner.status(web.state, back)).isEqualTo(RolloutStatus.RUNNING);
    }

    @Test
    void aFailureThatIsKeptIsToldOnceAndTriedOn() {
        web.running(first(RolloutCaution.NONE), 1);
        web.change(new Change.Update(careful(budget(0, FailureAction.KEEP)), 1, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(2));
        assertThat(web.rollout().failure()).isEqualTo("1 instance has failed, none may");
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.ROLLING);
        web.pass(MINUTE);
        assertThat(web.events).noneMatch(WorkloadEvent.RolloutFailed.class::isInstance);
        web.settle();
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void nothingThatMovesForTooLongMakesARolloutFail() {
        web.running(first(RolloutCaution.NONE), 2);
        var update = web.change(new Change.Update(careful(deadline(MINUTE)), 2, null));
        web.pass(Duration.ofSeconds(50));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(web.deadline()).isBeforeOrEqualTo(web.now.plus(MINUTE));
        web.pass(Duration.ofSeconds(59));
        assertThat(web.rollout().failure()).isNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.events)
                .contains(new WorkloadEvent.RolloutFailed(
                        update, "nothing has moved for 60 s: 1 of 2 are ready", FailureAction.PAUSE, 1, 1));
    }

    @Test
    void toHaveWaitedInLineIsNotToStandStill() {
        web.running(first(RolloutCaution.NONE), 2);
        var asked = web.now;
        web.pass(Duration.ofMinutes(10));
        web.command(new WorkloadCommand.Prepare(
                DeploymentId.of("late"),
                asked,
                new Change.Update(careful(deadline(MINUTE)), 2, null),
                false,
                true,
                ANNA));
        web.pass(Duration.ofSeconds(59));
        assertThat(web.rollout().failure()).isNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.rollout().failure()).startsWith("nothing has moved for 60 s");
    }

    @Test
    void whatWaitsForAPersonOrBakesDoesNotStandStill() {
        web.running(first(RolloutCaution.NONE), 1);
        var caution = canaries(1).withBake(Duration.ofMinutes(5)).withLimits(MINUTE, null, FailureAction.PAUSE);
        web.change(new Change.Update(careful(caution), 1, null));
        web.settle();
        web.pass(Duration.ofMinutes(4));
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.CANARY);
        web.pass(Duration.ofMinutes(60));
        assertThat(web.rollout().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);
        assertThat(web.rollout().failure()).isNull();
    }
}

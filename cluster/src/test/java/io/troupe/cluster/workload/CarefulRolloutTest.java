package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Canaries, bake time, failure budget, deadline, pause and blue-green: what {@code upgradeStrategy} may ask for beyond its bounds. */
class CarefulRolloutTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void canariesRunBesideTheOthersUntilTheyArePromoted() {
        running(4, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(canaries(1)), 4, null));
        assertThat(revisions()).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.CANARY);

        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);

        assertThat(steer(update, RolloutSteering.PROMOTE)).isEqualTo(running(update));
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void canariesTakeThePlaceOfOthersOnlyWhereTheBoundsLeaveNoRoom() {
        running(4, RolloutCaution.NONE);
        web.change(new Change.Update(careful(new RolloutPolicy(0.5, 0, canaries(2))), 4, null));
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void canariesThatAreNotReadyAreNotPromotedUnlessForced() {
        running(2, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(canaries(2)), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(steer(update, RolloutSteering.PROMOTE))
                .isEqualTo(new WorkloadReply.Refused(
                        WEB, Problem.of(ProblemCode.INVALID, "1 of 2 canaries of /web are ready")));
        web.command(new WorkloadCommand.Steer(update, RolloutSteering.PROMOTE, true, ANNA));
        assertThat(web.events).contains(new WorkloadEvent.CanariesPromoted(update));
    }

    @Test
    void goodCanariesAreFollowedByTheOthersWithoutAPersonIfAskedFor() {
        running(3, RolloutCaution.NONE);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withCanaries(1, true)), 3, null));
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void whatRunsIsKeptUpByItsOwnRevisionWhileCanariesAreTried() {
        running(2, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.report(InstanceState.FAILED, id(1));
        assertThat(web.state.launchDelay()).isNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.effects)
                .filteredOn(WorkloadEffect.TellBroker.class::isInstance)
                .extracting(effect -> ((WorkloadEffect.TellBroker) effect).demand())
                .extracting(BrokerCommand.Demand::revision)
                .containsExactly(web.state.revisionNumbered(1));
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void theBackOffOfWhatIsKeptUpIsShownAndForgottenAfterAQuietTime() {
        failingBase();
        var first = new LaunchDelay(1, Duration.ofSeconds(1), web.now.plusSeconds(1));
        assertThat(picture().launchDelays()).containsExactly(first);

        web.pass(Duration.ofSeconds(1));
        web.settle();
        var forgotten = web.now.plus(BackoffPlanner.QUIET);
        web.pass(BackoffPlanner.QUIET.minusMillis(1));
        assertThat(picture().launchDelays()).containsExactly(first);
        assertThat(web.deadline()).isBeforeOrEqualTo(forgotten);
        web.pass(Duration.ofMillis(1));
        assertThat(web.events).containsExactly(new WorkloadEvent.LaunchDelayReset(1L));
        assertThat(picture().launchDelays()).isEmpty();
    }

    @Test
    void aUserWhoResetsTheDelayHasWhatIsKeptUpLaunchedAtOnceToo() {
        failingBase();
        web.report(InstanceState.FAILED, id(3));
        assertThat(picture().launchDelays()).extracting(LaunchDelay::revision).containsExactlyInAnyOrder(1L, 2L);

        web.command(new WorkloadCommand.ResetLaunchDelay(ANNA));
        assertThat(web.events).containsExactly(new WorkloadEvent.LaunchDelayReset(null));
        assertThat(picture().launchDelays()).isEmpty();
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aQuietRevisionIsForgottenWhileTheOtherGoesOnFailing() {
        failingBase();
        web.pass(Duration.ofSeconds(50));
        web.report(InstanceState.FAILED, id(3));
        web.pass(Duration.ofSeconds(11));
        assertThat(picture().launchDelays()).extracting(LaunchDelay::revision).containsExactly(2L);
    }

    /** One canary is tried beside two that run, and one of those fails. */
    private void failingBase() {
        running(2, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.report(InstanceState.FAILED, id(1));
    }

    private WorkloadView picture() {
        return WorkloadPicture.of(WEB, web.state, null, web.now).orElseThrow();
    }

    @Test
    void whereThereIsNoRoomForTheOneRevisionTheOtherHasItsTurn() {
        running(2, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.report(InstanceState.KILLED, id(1));
        for (var turn : List.of(1L, 2L, 1L)) {
            web.decide(new WorkloadInput.Broker(
                    new BrokerNews.NotPlaced(1, 1, new RefusalSummary(web.now, 1, List.of()))));
            web.pass(Duration.ofSeconds(5));
            assertThat(demanded()).isEqualTo(turn.longValue());
        }
    }

    /** The revision of the demand that was just sent. */
    private long demanded() {
        return web.effects.stream()
                .filter(WorkloadEffect.TellBroker.class::isInstance)
                .map(effect ->
                        ((WorkloadEffect.TellBroker) effect).demand().revision().number())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anotherUpdateDuringTheTrialTakesThePlaceOfTheCanariesAndKeepsWhatWasGood() {
        running(2, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.change(new Change.Update(spec("third", new RolloutPolicy(1, 1, canaries(1))), 2, null), true);
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 3L);
    }

    @Test
    void scalingByForceDuringTheTrialDoesNotEndIt() {
        running(2, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        var scale = web.change(new Change.Scale(3, null), true);
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 1L, 2L);
        steer(scale, RolloutSteering.PROMOTE);
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L, 2L);
    }

    @Test
    void goingBackToWhatStillRunsReplacesNothing() {
        running(3, RolloutCaution.NONE);
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
        running(1, RolloutCaution.NONE);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withBake(MINUTE)), 1, null));
        web.grantAll();
        web.runAll();
        assertThat(stopping()).isEmpty();
        assertThat(web.deadline()).isBeforeOrEqualTo(web.now.plus(MINUTE));

        web.pass(MINUTE.minusMillis(1));
        assertThat(stopping()).isEmpty();
        web.pass(Duration.ofMillis(1));
        assertThat(stopping()).containsExactly(id(1));
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
    void moreFailuresThanTheBudgetPauseTheRolloutAndWhatServesStays() {
        running(2, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(budget(1, FailureAction.PAUSE)), 2, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(3));
        assertThat(web.state.rollout()).isNotNull();
        assertThat(view().failure()).isNull();
        web.report(InstanceState.FAILED, id(4));

        assertThat(web.events)
                .contains(new WorkloadEvent.RolloutFailed(
                        update, "2 instances have failed, at most 1 may", FailureAction.PAUSE, 2, 0));
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        web.pass(MINUTE);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(1), id(2));
        assertThat(ChangePlanner.status(web.state, update)).isEqualTo(RolloutStatus.RUNNING);
    }

    @Test
    void aFailedRolloutThatRollsBackTellsItsCoordinatorAtOnce() {
        running(2, RolloutCaution.NONE);
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
        running(1, RolloutCaution.NONE);
        web.change(new Change.Update(careful(RolloutCaution.NONE.withBake(MINUTE)), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(2));
        web.report(InstanceState.RUNNING, id(3));
        var back = DeploymentId.of("back");
        web.command(new WorkloadCommand.Prepare(
                back, web.now, new Change.Update(first(), 1, null, RolloutManner.BACK), true, false, ANNA));
        assertThat(stopping()).hasSize(1).doesNotContain(id(1));
    }

    @Test
    void goingBackReplacesNothingBeforeOneInstanceHasShownThatItCan() {
        running(3, RolloutCaution.NONE);
        web.change(new Change.Update(careful(canaries(2)), 3, null, RolloutManner.BACK));
        web.grantAll();
        web.report(InstanceState.FAILED, id(4));
        web.pass(MINUTE);
        assertThat(revisions()).containsExactly(1L, 1L, 1L, 2L);
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void goingBackDoesNotRollBackAgain() {
        running(2, budget(0, FailureAction.ROLL_BACK));
        web.change(new Change.Update(spec("third"), 2, null));
        web.settle();
        var back =
                web.change(new Change.Update(careful(budget(0, FailureAction.ROLL_BACK)), 2, null, RolloutManner.BACK));
        web.grantAll();
        web.report(InstanceState.FAILED, web.ids(instance -> instance.state() == InstanceState.PLACED));
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        assertThat(ChangePlanner.status(web.state, back)).isEqualTo(RolloutStatus.RUNNING);
    }

    @Test
    void aFailureThatIsKeptIsToldOnceAndTriedOn() {
        running(1, RolloutCaution.NONE);
        web.change(new Change.Update(careful(budget(0, FailureAction.KEEP)), 1, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(2));
        assertThat(view().failure()).isEqualTo("1 instance has failed, none may");
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.ROLLING);
        web.pass(MINUTE);
        assertThat(web.events).noneMatch(WorkloadEvent.RolloutFailed.class::isInstance);
        web.settle();
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void nothingThatMovesForTooLongMakesARolloutFail() {
        running(2, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(deadline(MINUTE)), 2, null));
        web.pass(Duration.ofSeconds(50));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(web.deadline()).isBeforeOrEqualTo(web.now.plus(MINUTE));
        web.pass(Duration.ofSeconds(59));
        assertThat(view().failure()).isNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.events)
                .contains(new WorkloadEvent.RolloutFailed(
                        update, "nothing has moved for 60 s: 1 of 2 are ready", FailureAction.PAUSE, 1, 1));
    }

    @Test
    void whatWaitsForAPersonOrBakesDoesNotStandStill() {
        running(1, RolloutCaution.NONE);
        var caution = canaries(1).withBake(Duration.ofMinutes(5)).withLimits(MINUTE, null, FailureAction.PAUSE);
        web.change(new Change.Update(careful(caution), 1, null));
        web.settle();
        web.pass(Duration.ofMinutes(4));
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.CANARY);
        web.pass(Duration.ofMinutes(60));
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);
        assertThat(view().failure()).isNull();
    }

    @Test
    void aPausedRolloutKeepsWhatThereIsAndGoesOnWhenResumed() {
        running(4, RolloutCaution.NONE);
        var update = web.change(new Change.Update(spec("walk", new RolloutPolicy(0.75, 0)), 4, null));
        web.report(InstanceState.KILLED, web.ids(instance -> instance.stopping() != null));
        web.grantAll();
        web.runAll();
        assertThat(revisions()).containsExactly(1L, 1L, 2L);
        steer(update, RolloutSteering.PAUSE);
        web.settle();
        web.pass(MINUTE);
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 2L);
        assertThat(web.state.rollout()).isNotNull();

        steer(update, RolloutSteering.RESUME);
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L, 2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aPausedScalingStartsNothingMore() {
        running(1, RolloutCaution.NONE);
        web.change(new Change.Scale(3, null));
        web.grant(1, instance -> instance.slot() == 1);
        web.runAll();
        var scale = DeploymentId.of("d2");
        steer(scale, RolloutSteering.PAUSE);
        web.report(InstanceState.KILLED, id(2));
        assertThat(web.state.instances()).hasSize(3);
        assertThat(view().reason()).isEqualTo("paused by anna");
    }

    @Test
    void resumingForgivesWhatHasFailed() {
        running(1, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(budget(0, FailureAction.PAUSE)), 1, null));
        web.grantAll();
        web.report(InstanceState.FAILED, id(2));
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.PAUSED);
        steer(update, RolloutSteering.RESUME);
        assertThat(view().failures()).isZero();
        web.pass(MINUTE);
        web.settle();
        assertThat(revisions()).containsExactly(2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void onlyTheRolloutThatIsOnCanBeSteeredAndNoDeletion() {
        running(1, RolloutCaution.NONE);
        assertThat(problem(steer(DeploymentId.of("other"), RolloutSteering.PAUSE)))
                .isEqualTo(ProblemCode.NOT_FOUND);
        var update = web.change(new Change.Update(spec("walk"), 1, null));
        assertThat(problem(steer(update, RolloutSteering.PROMOTE))).isEqualTo(ProblemCode.INVALID);
        assertThat(steer(update, RolloutSteering.RESUME)).isEqualTo(running(update));
        assertThat(web.events).isEmpty();
        var delete = web.change(new Change.Delete(), true);
        assertThat(problem(steer(delete, RolloutSteering.PAUSE))).isEqualTo(ProblemCode.INVALID);
    }

    @Test
    void blueAndGreenStandSideBySideUntilTheSwitchAndThenBlueGoesAtOnce() {
        running(3, RolloutCaution.NONE);
        var update = web.change(
                new Change.Update(spec("walk", new RolloutPolicy(0.5, 0)), 2, null, RolloutManner.BLUE_GREEN));
        web.settle();
        assertThat(revisions()).containsExactly(1L, 1L, 1L, 2L, 2L);
        assertThat(view().stage()).isEqualTo(RolloutView.Stage.WAITING_FOR_PROMOTION);
        steer(update, RolloutSteering.PROMOTE);
        assertThat(stopping()).containsExactlyInAnyOrder(id(1), id(2), id(3));
        web.settle();
        assertThat(revisions()).containsExactly(2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void theJournalGivesTheSameStateAgain() {
        running(2, RolloutCaution.NONE);
        var update = web.change(new Change.Update(careful(canaries(1).withBake(MINUTE)), 2, null));
        web.settle();
        steer(update, RolloutSteering.PAUSE);
        steer(update, RolloutSteering.RESUME);
        web.pass(MINUTE);
        steer(update, RolloutSteering.PROMOTE);
        var replayed = WorkloadState.EMPTY;
        for (var entry : web.journal) {
            replayed = replayed.apply(entry);
        }
        assertThat(replayed).isEqualTo(web.state);
    }

    private static WorkloadSpec first() {
        return spec("run");
    }

    private static RolloutCaution canaries(int count) {
        return RolloutCaution.NONE.withCanaries(count, false);
    }

    private static RolloutCaution budget(int budget, FailureAction action) {
        return RolloutCaution.NONE.withLimits(null, budget, action);
    }

    private static RolloutCaution deadline(Duration time) {
        return RolloutCaution.NONE.withLimits(time, null, FailureAction.PAUSE);
    }

    private static WorkloadSpec careful(RolloutCaution caution) {
        return careful(new RolloutPolicy(1, 1, caution));
    }

    private static WorkloadSpec careful(RolloutPolicy policy) {
        return spec("walk", policy);
    }

    private void running(int instances, RolloutCaution caution) {
        var plain = caution.equals(RolloutCaution.NONE) ? first() : spec("run", new RolloutPolicy(1, 1, caution));
        web.change(new Change.Create(plain, instances));
        web.settle();
        assertThat(web.state.rollout()).isNull();
    }

    private static WorkloadReply running(DeploymentId deployment) {
        return new WorkloadReply.Progress(WEB, deployment, RolloutStatus.RUNNING);
    }

    private @Nullable WorkloadReply steer(DeploymentId deployment, RolloutSteering steering) {
        return web.command(new WorkloadCommand.Steer(deployment, steering, false, ANNA));
    }

    private static ProblemCode problem(@Nullable WorkloadReply reply) {
        return switch (reply) {
            case WorkloadReply.Refused refused -> refused.problem().code();
            case null, default -> throw new AssertionError("not refused: " + reply);
        };
    }

    private RolloutView view() {
        var view = WorkloadPicture.of(WEB, web.state, null, web.now).orElseThrow();
        return java.util.Objects.requireNonNull(view.rollout());
    }

    private List<Long> revisions() {
        return web.state.instances().stream()
                .filter(instance -> instance.stopping() == null)
                .map(Instance::revision)
                .sorted()
                .toList();
    }

    private List<io.troupe.protocol.identity.InstanceId> stopping() {
        return List.of(web.ids(instance -> instance.stopping() != null));
    }
}

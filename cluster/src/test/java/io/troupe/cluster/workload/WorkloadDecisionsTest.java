package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.NODE;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.place;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadDecisionsTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final DeploymentId D2 = DeploymentId.of("d2");
    private static final DeploymentId D3 = DeploymentId.of("d3");

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();
    private int refusals;

    @Test
    void aNewWorkloadIsStoredPlannedAndDemandedInOneDecision() {
        var reply = web.command(
                new WorkloadCommand.Prepare(D1, START, new Change.Create(spec("run"), 2), false, true, ANNA));

        assertThat(web.events)
                .containsExactly(
                        new WorkloadEvent.ChangePrepared(D1, new Change.Create(spec("run"), 2), null),
                        new WorkloadEvent.RolloutBegan(
                                D1, new Revision(1, START, spec("run")), new Target(1, START, 1, 2), false, false),
                        new WorkloadEvent.InstancesPlanned(
                                List.of(new PlannedInstance(id(1), 0, 1, 1), new PlannedInstance(id(2), 1, 1, 1))));
        assertThat(reply).isEqualTo(new WorkloadReply.Prepared(WEB, D1, null, null, true));
        assertThat(web.effects)
                .containsExactly(new WorkloadEffect.TellBroker(new BrokerCommand.Demand(
                        WEB,
                        START.toEpochMilli(),
                        new Revision(1, START, spec("run")),
                        List.of(id(1), id(2)),
                        List.of(),
                        0)));
    }

    @Test
    void aGrantIsStoredAndLaunchedAtOnce() {
        web.change(new Change.Create(spec("run"), 2));
        web.grantAll();

        assertThat(web.events)
                .containsExactly(new WorkloadEvent.InstancesPlaced(
                        List.of(new PlacedInstance(id(1), place()), new PlacedInstance(id(2), place()))));
        assertThat(web.toldAgents())
                .containsExactly(new AgentCommand.Launch(
                        WEB,
                        new Revision(1, START, spec("run")),
                        List.of(
                                new AgentCommand.Assignment(id(1), 0, place()),
                                new AgentCommand.Assignment(id(2), 1, place()))));
    }

    @Test
    void theRolloutIsOverOnceAllInstancesAreReady() {
        web.change(new Change.Create(spec("run"), 2));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(1));
        assertThat(web.state.rollout()).isNotNull();

        web.report(InstanceState.RUNNING, id(2));

        assertThat(web.state.rollout()).isNull();
        assertThat(web.effects)
                .contains(new WorkloadEffect.TellCoordinator(
                        D1, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.COMPLETED)));
        assertThat(web.toldAgents()).containsExactly(new AgentCommand.Acknowledge(WEB, 2));
    }

    @Test
    void aReportThatSaysNothingNewIsAcknowledgedAndNotStored() {
        running(1);
        web.report(InstanceState.RUNNING, id(1));
        web.report(InstanceState.PREPARING, id(1));
        assertThat(web.events).isEmpty();
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Acknowledge.class::isInstance);
    }

    @Test
    void aFailedInstanceIsReplacedAfterItsBackOffWhichGrows() {
        running(1);
        web.report(InstanceState.FAILED, id(1));
        assertThat(web.state.launchDelay()).isEqualTo(new LaunchDelay(1, Duration.ofSeconds(1), START.plusSeconds(1)));
        assertThat(web.state.lastFailure()).extracting(Instance::id).isEqualTo(id(1));
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(2));
        assertThat(web.effects).noneMatch(WorkloadEffect.TellBroker.class::isInstance);
        assertThat(web.deadline()).isEqualTo(START.plusSeconds(1));

        web.grantAll();
        assertThat(web.events).as("a grant during the back-off").isEmpty();

        web.pass(Duration.ofSeconds(1));
        assertThat(web.effects).anyMatch(WorkloadEffect.TellBroker.class::isInstance);
        web.grantAll();
        web.runAll();
        web.report(InstanceState.FINISHED, id(2));
        assertThat(web.state.launchDelay())
                .isEqualTo(new LaunchDelay(1, Duration.ofMillis(1150), START.plusMillis(2150)));
    }

    @Test
    void theBackOffIsForgottenByAUserANewRevisionOrAQuietMinute() {
        running(1);
        web.report(InstanceState.FAILED, id(1));
        assertThat(web.command(new WorkloadCommand.ResetLaunchDelay(ANNA))).isEqualTo(new WorkloadReply.Done());
        assertThat(web.state.launchDelay()).isNull();
        assertThat(web.effects).anyMatch(WorkloadEffect.TellBroker.class::isInstance);

        web.settle();
        web.report(InstanceState.FAILED, id(2));
        web.change(new Change.Update(spec("walk"), 1, null));
        assertThat(web.state.launchDelay()).isNull();

        web.settle();
        web.report(InstanceState.FAILED, web.ids(Instance::ready));
        web.pass(Duration.ofSeconds(1));
        web.settle();
        web.pass(Duration.ofSeconds(59));
        assertThat(web.state.launchDelay()).isNotNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.state.launchDelay()).isNull();
    }

    @Test
    void aKilledDroppedOrLostInstanceIsReplacedWithoutBackOff() {
        for (var ending : List.of(InstanceState.KILLED, InstanceState.DROPPED, InstanceState.LOST)) {
            var other = new WorkloadOnVirtualTime();
            other.change(new Change.Create(spec("run"), 1));
            other.settle();
            other.report(ending, id(1));
            assertThat(other.state.launchDelay()).isNull();
            assertThat(other.effects).as(ending.name()).anyMatch(WorkloadEffect.TellBroker.class::isInstance);
        }
    }

    @Test
    void scalingUpFillsTheLowestFreeSlotsAndScalingDownStopsTheYoungest() {
        running(2);
        web.now = web.now.plusSeconds(1);
        web.change(new Change.Scale(3, null));
        web.settle();
        assertThat(slots()).containsExactly(0, 1, 2);

        web.change(new Change.Scale(1, null));
        assertThat(web.events).contains(new WorkloadEvent.StopRequested(List.of(id(3), id(2)), StopReason.SCALED_DOWN));
        assertThat(web.toldAgents())
                .containsExactly(new AgentCommand.Stop(
                        WEB, List.of(id(2), id(3)), Duration.ofSeconds(3), StopReason.SCALED_DOWN));
        assertThat(web.state.rollout()).isNotNull();
        web.settle();
        assertThat(web.state.rollout()).isNull();
        assertThat(web.state.revisions()).hasSize(1);
    }

    @Test
    void anInstanceThatWasNotPlacedYetIsDroppedAtOnce() {
        web.change(new Change.Create(spec("run"), 3));
        web.grant(1, instance -> instance.slot() == 0);
        web.runAll();
        web.change(new Change.Scale(1, null), true);
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(1));
        assertThat(web.state.rollout()).isNull();
        assertThat(web.state.endedRollout(D1).orElseThrow().outcome()).isEqualTo(RolloutOutcome.SUPERSEDED);
        assertThat(web.state.endedRollout(D2).orElseThrow().outcome()).isEqualTo(RolloutOutcome.COMPLETED);
    }

    @Test
    void anUpdateReplacesInstancesOnlyAsNewOnesAreReady() {
        running(2);
        web.change(new Change.Update(spec("walk"), 2, 1L));
        assertThat(web.state.instances()).hasSize(4);
        assertThat(slots()).containsExactly(0, 0, 1, 1);
        web.grantAll();
        assertThat(web.ids(instance -> instance.stopping() != null)).isEmpty();

        web.report(InstanceState.RUNNING, id(3));
        assertThat(web.ids(instance -> instance.stopping() == StopReason.REPLACED))
                .hasSize(1);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactly(2L, 2L);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aRestartReplacesInstancesOfTheSameRevision() {
        running(2);
        web.change(new Change.Restart());
        web.settle();
        assertThat(ids()).containsExactlyInAnyOrder(id(3), id(4));
        assertThat(web.state.revisions()).hasSize(1);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void whatWaitsIsDemandedAgainAtOnceWhenOneOfItsOwnHasLeftItsPlace() {
        running(2);
        web.change(new Change.Update(spec("walk"), 2, null));
        var number = web.exchange.demand().number();
        web.decide(new WorkloadInput.Broker(new BrokerNews.NotPlaced(1, 2, new RefusalSummary(START, 2, List.of()))));

        web.report(InstanceState.FAILED, id(1));
        assertThat(web.effects)
                .filteredOn(WorkloadEffect.TellBroker.class::isInstance)
                .singleElement()
                .extracting(effect -> ((WorkloadEffect.TellBroker) effect).demand())
                .isInstanceOfSatisfying(BrokerCommand.Demand.class, demand -> {
                    assertThat(demand.waiting()).contains(id(3), id(4));
                    assertThat(demand.peers()).hasSize(1);
                    assertThat(demand.number()).isGreaterThan(number);
                });
    }

    @Test
    void anUpdateToTheSameSpecMakesNoRevision() {
        running(1);
        web.change(new Change.Update(spec("run"), 2, null));
        web.settle();
        assertThat(web.state.revisions()).hasSize(1);
        assertThat(ids()).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void killingFillsTheSlotAnewAndKillingWithScaleDoesNot() {
        running(2);
        var asked = web.state.instance(id(1)).orElseThrow();
        assertThat(web.command(new WorkloadCommand.KillInstances(List.of(id(1), id(99)), ANNA)))
                .isEqualTo(new WorkloadReply.Killing(List.of(asked)));
        web.settle();
        assertThat(ids()).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(slots()).containsExactly(0, 1);

        web.change(new Change.KillAndScale(List.of(id(2))));
        web.settle();
        assertThat(ids()).containsExactly(id(3));
        assertThat(web.state.wanted().instances()).isEqualTo(1);
    }

    @Test
    void aDeletedWorkloadIsForgottenOnceItsInstancesAreGoneAndItsNumbersGoOn() {
        running(1);
        web.change(new Change.Delete());
        assertThat(web.state.deleting()).isTrue();
        web.settle();
        assertThat(web.state.idle()).isTrue();
        assertThat(web.journal.getLast().event()).isEqualTo(new WorkloadEvent.WorkloadDeleted());

        web.change(new Change.Create(spec("run"), 1));
        assertThat(web.state.wanted().version()).isEqualTo(3);
        assertThat(web.state.revision().number()).isEqualTo(2);
    }

    @Test
    void aSecondDeploymentIsRefusedUnlessItIsForced() {
        web.change(new Change.Create(spec("run"), 1));
        var scale = new Change.Scale(2, null);
        assertThat(web.command(new WorkloadCommand.Prepare(D2, START, scale, false, false, ANNA)))
                .isEqualTo(new WorkloadReply.Refused(
                        WEB, Problem.locked("/web is being changed by deployment d1", List.of(D1))));
        assertThat(web.command(new WorkloadCommand.Prepare(D3, START, scale, true, false, ANNA)))
                .isEqualTo(new WorkloadReply.Prepared(WEB, D3, new Original(spec("run"), 1), D1, false));
        assertThat(web.effects)
                .contains(new WorkloadEffect.TellCoordinator(
                        D1, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.SUPERSEDED)));
    }

    @Test
    void whatWasRefusedStaysRefusedThoughNothingStandsInItsWayAnyMore() {
        running(0);
        var late = DeploymentId.of("late");
        var create = new WorkloadCommand.Prepare(late, START, new Change.Create(spec("run"), 1), false, true, ANNA);
        var refused = web.command(create);
        assertThat(refused).isInstanceOf(WorkloadReply.Refused.class);
        web.change(new Change.Delete());
        web.settle();
        assertThat(web.state.exists()).isFalse();

        assertThat(web.command(create)).isEqualTo(refused);
        assertThat(web.events).isEmpty();
    }

    @Test
    void aRefusalIsRememberedFromTheLastTimeItWasSaid() {
        running(0);
        var late = new WorkloadCommand.Prepare(
                DeploymentId.of("late"), START, new Change.Create(spec("run"), 1), false, true, ANNA);
        var refused = web.command(late);
        web.change(new Change.Delete());
        web.settle();
        web.pass(RefusedChanges.LATE_MAX.minusSeconds(1));
        assertThat(web.command(late)).isEqualTo(refused);
        web.pass(Duration.ofSeconds(2));
        web.command(new WorkloadCommand.Prepare(D2, START, new Change.Scale(2, null), false, true, ANNA));

        assertThat(web.command(late)).isEqualTo(refused);
    }

    @Test
    void afterARecoveryAChangeThatMayHaveBeenRefusedIsPreparedAndNotBegun() {
        running(1);
        web.exchange = web.resume().exchange();
        var scale = new WorkloadCommand.Prepare(D2, START, new Change.Scale(2, null), false, true, ANNA);
        assertThat(web.command(scale)).isInstanceOf(WorkloadReply.Prepared.class);
        assertThat(web.command(new WorkloadCommand.Begin(D2, START)))
                .isEqualTo(new WorkloadReply.Progress(WEB, D2, RolloutStatus.RUNNING));
        assertThat(web.events).hasAtLeastOneElementOfType(WorkloadEvent.RolloutBegan.class);
    }

    @Test
    void aGrantThatAnswersADemandBeforeTheLastIsIgnored() {
        web.change(new Change.Create(spec("run"), 1));
        var late = new WorkloadInput.Broker(
                new BrokerNews.Granted(1, web.exchange.demand().number(), List.of(new PlacedInstance(id(1), place()))));
        web.pass(Duration.ofSeconds(5));
        web.decide(late);
        assertThat(web.events).isEmpty();
        web.grantAll();
        assertThat(web.events).hasSize(1);
    }

    @Test
    void aTargetHasTheVersionOfItsDeploymentUnlessThatIsNotLaterThanTheLast() {
        var asked = START.minusMillis(40);
        web.command(new WorkloadCommand.Prepare(D1, asked, new Change.Create(spec("run"), 1), false, true, ANNA));
        assertThat(web.state.wanted().at()).isEqualTo(asked);
        assertThat(web.state.revision().since()).isEqualTo(asked);
        web.command(new WorkloadCommand.Prepare(D2, asked, new Change.Scale(2, null), true, true, ANNA));
        assertThat(web.state.wanted().at()).isEqualTo(asked.plusMillis(1));
    }

    @Test
    void preparingAndBeginningAgainChangesNothing() {
        var prepare = new WorkloadCommand.Prepare(D1, START, new Change.Create(spec("run"), 1), false, false, ANNA);
        web.command(prepare);
        web.command(prepare);
        assertThat(web.events).isEmpty();
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.RUNNING);
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.RUNNING);
        web.settle();
        assertThat(web.command(prepare)).isEqualTo(new WorkloadReply.Prepared(WEB, D1, null, null, true));
        assertThat(web.events).isEmpty();
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.COMPLETED);
        assertThat(progress(new WorkloadCommand.Begin(D2, START))).isEqualTo(RolloutStatus.UNKNOWN);
    }

    @Test
    void aCancelledUpdateStopsWhereItIs() {
        running(2);
        var update = web.change(new Change.Update(spec("walk"), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(progress(new WorkloadCommand.Release(update, ANNA))).isEqualTo(RolloutStatus.CANCELLED);
        web.settle();
        assertThat(web.state.instances()).hasSize(2);
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactlyInAnyOrder(1L, 2L);

        web.change(new Change.Scale(3, null));
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactlyInAnyOrder(1L, 2L, 2L);

        web.change(new Change.Update(spec("run"), 2, null));
        web.settle();
        assertThat(web.state.instances())
                .as("what still runs of the first revision is not replaced")
                .extracting(Instance::revision)
                .containsExactly(1L, 1L);
        assertThat(ids()).contains(id(1));
    }

    @Test
    void aForcedChangeFoldsTheInstancesOfTheOlderOneIn() {
        running(2);
        web.change(new Change.Update(spec("walk"), 2, null));
        web.grantAll();
        web.change(new Change.Scale(3, null), true);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactly(2L, 2L, 2L);
    }

    @Test
    void aChangeIsRefusedIfItIsStaleOrTheWorkloadIsNotThereOrThereAlready() {
        assertThat(refusal(new Change.Scale(1, null))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(new Change.Update(spec("run"), 1, null))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(new Change.Create(spec("run"), -1))).isEqualTo(ProblemCode.INVALID);
        running(1);
        assertThat(refusal(new Change.Create(spec("run"), 1))).isEqualTo(ProblemCode.EXISTS);
        assertThat(refusal(new Change.Scale(1, 7L))).isEqualTo(ProblemCode.STALE);
        assertThat(refusal(new Change.Update(spec("run"), 1, 7L))).isEqualTo(ProblemCode.STALE);
    }

    @Test
    void anInstanceNobodyPlannedIsStopped() {
        running(1);
        web.report(InstanceState.RUNNING, id(77));
        assertThat(web.events).isEmpty();
        assertThat(web.toldAgents())
                .contains(new AgentCommand.Stop(
                        WEB, List.of(id(77)), Duration.ofSeconds(3), StopReason.UNKNOWN_TO_SUPERVISOR));
        web.report(InstanceState.FAILED, id(77));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Acknowledge.class::isInstance);
    }

    @Test
    void aGrantOfAnOlderBrokerIsIgnored() {
        web.change(new Change.Create(spec("run"), 1));
        web.decide(new WorkloadInput.Broker(new BrokerNews.NotPlaced(5, 1, new RefusalSummary(START, 0, List.of()))));
        assertThat(web.exchange.demand().refusals()).isEqualTo(new RefusalSummary(START, 0, List.of()));
        web.grant(4, instance -> true);
        assertThat(web.events).isEmpty();
        web.grant(5, instance -> true);
        assertThat(web.events).hasSize(1);
    }

    @Test
    void whatNobodyAnsweredIsSaidAgain() {
        web.change(new Change.Create(spec("run"), 1));
        web.pass(Duration.ofSeconds(4));
        assertThat(web.effects).isEmpty();
        assertThat(web.deadline()).isEqualTo(START.plusSeconds(5));
        web.pass(Duration.ofSeconds(1));
        assertThat(web.effects).hasSize(1).allMatch(WorkloadEffect.TellBroker.class::isInstance);

        web.grantAll();
        web.pass(Duration.ofSeconds(5));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Launch.class::isInstance);
        web.runAll();
        web.command(new WorkloadCommand.KillInstances(List.of(id(1)), ANNA));
        web.pass(Duration.ofSeconds(5));
        assertThat(web.toldAgents()).hasSize(1).allMatch(AgentCommand.Stop.class::isInstance);
    }

    @Test
    void agentsAreAskedForTheWholePictureEveryHalfMinute() {
        running(1);
        web.pass(Duration.ofSeconds(30));
        assertThat(web.effects)
                .containsExactly(new WorkloadEffect.TellAgent(NODE, new AgentCommand.Inquire(WEB, List.of(id(1)))));
        assertThat(web.deadline()).isEqualTo(web.now.plusSeconds(30));
    }

    @Test
    void afterARecoveryAllThatIsOwedIsSaidAgain() {
        web.change(new Change.Create(spec("run"), 3));
        web.grant(1, instance -> instance.slot() < 2);
        web.report(InstanceState.RUNNING, id(1));
        web.command(new WorkloadCommand.KillInstances(List.of(id(1)), ANNA));

        var revision = web.state.revision();
        assertThat(web.resume().effects())
                .containsExactlyInAnyOrder(
                        new WorkloadEffect.TellAgent(
                                NODE,
                                new AgentCommand.Launch(
                                        WEB, revision, List.of(new AgentCommand.Assignment(id(2), 1, place())))),
                        new WorkloadEffect.TellAgent(
                                NODE,
                                new AgentCommand.Stop(
                                        WEB, List.of(id(1)), Duration.ofSeconds(3), StopReason.KILLED_BY_USER)),
                        new WorkloadEffect.TellAgent(NODE, new AgentCommand.Inquire(WEB, List.of(id(1)))),
                        new WorkloadEffect.TellBroker(new BrokerCommand.Demand(
                                WEB, START.toEpochMilli(), revision, List.of(id(3), id(4)), List.of(NODE, NODE), 0)),
                        new WorkloadEffect.TellCoordinator(
                                D1, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.RUNNING)));
    }

    @Test
    void anAgentThatRefusesAgainAndAgainSlowsTheDemandDown() {
        web.change(new Change.Create(spec("run"), 1));
        var demands = 0;
        for (var round = 0; round < 10; round++) {
            web.grantAll();
            web.report(InstanceState.DROPPED, web.ids(instance -> instance.place() != null));
            demands += (int) web.effects.stream()
                    .filter(WorkloadEffect.TellBroker.class::isInstance)
                    .count();
        }
        assertThat(demands).isEqualTo(1);
        assertThat(web.deadline()).isAfter(web.now);
    }

    private void running(int instances) {
        web.change(new Change.Create(spec("run"), instances));
        web.settle();
        assertThat(web.state.rollout()).isNull();
    }

    private List<Integer> slots() {
        return web.state.instances().stream().map(Instance::slot).sorted().toList();
    }

    private Set<InstanceId> ids() {
        return web.state.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    private RolloutStatus progress(WorkloadCommand command) {
        return switch (web.command(command)) {
            case WorkloadReply.Progress progress -> progress.status();
            case null, default -> throw new AssertionError("no progress");
        };
    }

    private ProblemCode refusal(Change change) {
        return switch (web.command(new WorkloadCommand.Prepare(
                DeploymentId.of("refused-" + ++refusals), START, change, false, true, ANNA))) {
            case WorkloadReply.Refused refused -> refused.problem().code();
            case null, default -> throw new AssertionError("not refused");
        };
    }
}

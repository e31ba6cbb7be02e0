package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.place;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
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
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the instances of a workload: planned, placed, replaced, stopped. */
class WorkloadDecisionsTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final DeploymentId D2 = DeploymentId.of("d2");

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void aNewWorkloadIsStoredPlannedAndDemandedInOneDecision() {
        var reply = web.command(
                new WorkloadCommand.Prepare(D1, START, new Change.Create(spec("run"), 2), false, true, ANNA));

        assertThat(web.events)
                .containsExactly(
                        new WorkloadEvent.ChangePrepared(D1, new Change.Create(spec("run"), 2), null, START),
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
    void aFailedInstanceIsReplacedAfterItsBackOffWhichGrows() {
        web.running(spec("run"), 1);
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
        web.running(spec("run"), 1);
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
        web.running(spec("run"), 2);
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
        web.running(spec("run"), 2);
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
        web.running(spec("run"), 2);
        web.change(new Change.Restart());
        web.settle();
        assertThat(web.ids()).containsExactlyInAnyOrder(id(3), id(4));
        assertThat(web.state.revisions()).hasSize(1);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void anUpdateToTheSameSpecMakesNoRevision() {
        web.running(spec("run"), 1);
        web.change(new Change.Update(spec("run"), 2, null));
        web.settle();
        assertThat(web.state.revisions()).hasSize(1);
        assertThat(web.ids()).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void killingFillsTheSlotAnewAndKillingWithScaleDoesNot() {
        web.running(spec("run"), 2);
        var asked = web.state.instance(id(1)).orElseThrow();
        assertThat(web.command(new WorkloadCommand.KillInstances(List.of(id(1), id(99)), ANNA)))
                .isEqualTo(new WorkloadReply.Killing(List.of(asked)));
        web.settle();
        assertThat(web.ids()).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(slots()).containsExactly(0, 1);

        web.change(new Change.KillAndScale(List.of(id(2))));
        web.settle();
        assertThat(web.ids()).containsExactly(id(3));
        assertThat(web.state.wanted().instances()).isEqualTo(1);
    }

    @Test
    void aDeletedWorkloadIsForgottenOnceItsInstancesAreGoneAndItsNumbersGoOn() {
        web.running(spec("run"), 1);
        web.change(new Change.Delete());
        assertThat(web.state.deleting()).isTrue();
        web.settle();
        assertThat(web.state.idle()).isTrue();
        assertThat(web.journal.getLast().event()).isEqualTo(new WorkloadEvent.WorkloadDeleted());

        web.change(new Change.Create(spec("run"), 1));
        assertThat(web.state.wanted().version()).isEqualTo(3);
        assertThat(web.state.revision().number()).isEqualTo(2);
    }

    private List<Integer> slots() {
        return web.state.instances().stream().map(Instance::slot).sorted().toList();
    }
}

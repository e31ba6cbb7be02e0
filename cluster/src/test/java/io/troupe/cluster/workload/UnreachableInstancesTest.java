package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.NODE;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Absence;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreachableInstancesTest {
    private static final Duration INACTIVE = Duration.ofMinutes(5);
    private static final Duration EXPUNGE = Duration.ofMinutes(10);
    private static final UnreachablePolicy PATIENT = UnreachablePolicy.after(INACTIVE, EXPUNGE);

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void aNodeThatLeftMayComeBackSoonAsAfterARestart() {
        running(UnreachablePolicy.AT_ONCE, 1);
        leave();
        assertThat(web.deadline()).isEqualTo(web.now.plus(Contact.BACK_WITHIN));
        web.pass(Contact.BACK_WITHIN.minusSeconds(1));
        assertThat(web.events).isEmpty();

        comeBack();

        assertThat(web.toldAgents()).containsExactly(new AgentCommand.Inquire(WEB, List.of(id(1))));
        web.pass(Duration.ofSeconds(2));
        assertThat(web.state.instances()).allMatch(Instance::ready);
    }

    @Test
    void byDefaultAnInstanceIsReplacedAndForgottenAsSoonAsItIsUnreachable() {
        running(UnreachablePolicy.AT_ONCE, 1);
        away();

        assertThat(web.events)
                .containsExactly(
                        new WorkloadEvent.InstancesUnreachable(NODE, List.of(id(1))),
                        new WorkloadEvent.StopRequested(List.of(id(1)), StopReason.EXPUNGED),
                        planned(2, 0));
        assertThat(ids()).containsExactly(id(2));
    }

    @Test
    void anUnreachableInstanceCountsButDoesNotServeUntilItIsInactive() {
        running(PATIENT, 2);
        away();

        assertThat(web.state.instances())
                .extracting(Instance::absence)
                .containsExactly(new Absence(web.now, false), new Absence(web.now, false));
        assertThat(web.state.instances()).noneMatch(Instance::ready).allMatch(Instance::counted);
        web.pass(INACTIVE.minusSeconds(1));
        assertThat(web.events).isEmpty();
        web.pass(Duration.ofSeconds(1));

        assertThat(web.events.getFirst()).isEqualTo(new WorkloadEvent.InstancesInactive(List.of(id(1), id(2))));
        assertThat(ids()).containsExactly(id(1), id(2), id(3), id(4));
    }

    @Test
    void whoIsBackBeforeItIsInactiveRunsOnAsIfNothingHadHappened() {
        running(PATIENT, 1);
        away();
        web.pass(Duration.ofMinutes(1));
        comeBack();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.state.instances()).singleElement().matches(Instance::ready);
        web.pass(EXPUNGE);
        assertThat(ids()).containsExactly(id(1));
    }

    @Test
    void whoIsBackBeforeItIsExpungedRunsOnAndTheYoungestIsTooMany() {
        running(PATIENT, 1);
        replaced();
        comeBack();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.state.instances())
                .extracting(Instance::id, Instance::stopping)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(id(1), null),
                        org.assertj.core.groups.Tuple.tuple(id(2), StopReason.SCALED_DOWN));
    }

    @Test
    void theSpecMayHaveTheOldestStoppedInstead() {
        web.change(new Change.Create(
                patient(PATIENT).toBuilder()
                        .killSelection(KillSelection.OLDEST_FIRST)
                        .build(),
                1));
        web.settle();
        replaced();
        comeBack();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.state.instances())
                .filteredOn(instance -> instance.stopping() != null)
                .extracting(Instance::id)
                .containsExactly(id(1));
    }

    @Test
    void whoIsExpungedIsForgottenAndStoppedWhenItsAgentSpeaksOfIt() {
        running(PATIENT, 1);
        replaced();
        web.pass(EXPUNGE.minus(INACTIVE));
        assertThat(ids()).containsExactly(id(2));

        comeBack();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.toldAgents())
                .filteredOn(AgentCommand.Stop.class::isInstance)
                .singleElement()
                .isEqualTo(new AgentCommand.Stop(
                        WEB, List.of(id(1)), Duration.ofSeconds(3), StopReason.UNKNOWN_TO_SUPERVISOR));
        assertThat(ids()).containsExactly(id(2));
    }

    @Test
    void thatAStrangerHasEndedIsToldOnce() {
        running(UnreachablePolicy.AT_ONCE, 1);
        web.report(InstanceState.KILLED, id(7));
        assertThat(web.events).as("nobody was told to stop it").isEmpty();
        web.report(InstanceState.RUNNING, id(7));
        assertThat(web.toldAgents()).anyMatch(AgentCommand.Stop.class::isInstance);
        var ended = web.reportOf(id(7), InstanceState.KILLED);
        web.report(ended);
        assertThat(web.events).containsExactly(new WorkloadEvent.StrangersEnded(NODE, List.of(ended)));
        web.report(ended);

        assertThat(web.events).isEmpty();
        assertThat(ids()).containsExactly(id(1));
    }

    @Test
    void withoutAPolicyOfReplacingItIsWaitedForHoweverLongThatTakes() {
        running(UnreachablePolicy.NEVER, 1);
        away();
        for (var day = 0; day < 30; day++) {
            web.pass(Duration.ofDays(1));
        }
        assertThat(ids()).containsExactly(id(1));

        comeBack();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.state.instances()).singleElement().matches(Instance::ready);
    }

    @Test
    void whatAUserDoesNotWantAnyMoreIsNotWaitedFor() {
        running(UnreachablePolicy.NEVER, 2);
        away();

        web.command(new WorkloadCommand.KillInstances(List.of(id(1)), WorkloadOnVirtualTime.ANNA));
        assertThat(ids()).containsExactly(id(2), id(3));

        web.change(new Change.Scale(1, null));
        assertThat(ids()).containsExactly(id(3));

        web.change(new Change.Delete(), true);
        assertThat(web.state.exists()).isFalse();
    }

    @Test
    void whatWasToStopWhenItsNodeWentAwayIsForgotten() {
        running(PATIENT, 1);
        web.change(new Change.Delete());
        assertThat(web.state.deleting()).isTrue();

        away();

        assertThat(web.state.exists()).isFalse();
    }

    @Test
    void aRolloutDoesNotWaitForWhatItReplaces() {
        running(UnreachablePolicy.NEVER, 1);
        away();
        web.change(new Change.Update(spec("two", new RolloutPolicy(1, 1)), 1, null));

        assertThat(ids()).containsExactly(id(2));
        assertThat(web.events).contains(new WorkloadEvent.StopRequested(List.of(id(1)), StopReason.REPLACED));
    }

    @Test
    void aRolloutKeepsWhatServesWhileOthersAreUnreachable() {
        running(PATIENT, 2);
        web.change(new Change.Update(
                patient(PATIENT).toBuilder().labels(java.util.Map.of("v", "2")).build(), 2, null));
        away();

        assertThat(web.state.rollout()).isNotNull();
        assertThat(web.state.instances()).allMatch(instance -> instance.revision() == 2);
    }

    @Test
    void anAgentThatWasAskedThreeTimesAndDoesNotAnswerIsAway() {
        running(PATIENT, 1);
        for (var round = 0; round < Contact.ASKED_MAX; round++) {
            assertThat(web.state.instances()).noneMatch(Instance::unreachable);
            web.pass(EffectPlanner.COMPARE);
        }
        assertThat(web.deadline()).isEqualTo(web.now.plus(EffectPlanner.REPEAT.multipliedBy(3)));
        web.pass(Contact.ANSWER_WITHIN);

        assertThat(web.state.instances()).allMatch(Instance::unreachable);
        assertThat(web.journal.getLast().cause().reason()).isEqualTo("the agent of n1 does not answer");
    }

    @Test
    void aSupervisorThatWasItselfHeldUpHasNotAsked() {
        running(UnreachablePolicy.AT_ONCE, 1);
        web.pass(Duration.ofHours(1));
        web.pass(Contact.ANSWER_WITHIN);

        assertThat(web.state.instances()).noneMatch(Instance::unreachable);
    }

    @Test
    void anAgentThatAnswersIsNotAway() {
        running(UnreachablePolicy.AT_ONCE, 1);
        for (var round = 0; round < 10; round++) {
            web.pass(EffectPlanner.COMPARE);
            web.report(InstanceState.RUNNING, id(1));
        }

        assertThat(ids()).containsExactly(id(1));
    }

    @Test
    void whatWasUnderWayWhenTheNodeLeftDoesNotBringItsInstancesBack() {
        running(PATIENT, 1);
        away();
        web.report(InstanceState.RUNNING, id(1));

        assertThat(web.state.instances()).allMatch(Instance::unreachable);
    }

    @Test
    void anInstanceThatEndedMeanwhileIsReplacedAsAnyOther() {
        running(UnreachablePolicy.NEVER, 1);
        away();
        comeBack();
        web.report(InstanceState.LOST, id(1));

        assertThat(ids()).containsExactly(id(2));
    }

    @Test
    void afterARecoveryTheTimesGoOn() {
        running(PATIENT, 1);
        away();
        web.exchange = web.resume().exchange();
        web.pass(INACTIVE);

        assertThat(web.events).contains(new WorkloadEvent.InstancesInactive(List.of(id(1))));
    }

    @Test
    void whatIsOnItsWayToANodeThatIsAwayIsNotGivenUpForBeingOverdue() {
        web.change(new Change.Create(patient(UnreachablePolicy.NEVER), 1));
        web.grantAll();
        away();
        web.pass(HealthPlanner.LAUNCH_MAX);

        assertThat(ids()).containsExactly(id(1));
    }

    private void running(UnreachablePolicy policy, int instances) {
        web.change(new Change.Create(patient(policy), instances));
        web.settle();
    }

    private static WorkloadSpec patient(UnreachablePolicy policy) {
        return spec("one").toBuilder().unreachable(policy).build();
    }

    private void leave() {
        web.decide(new WorkloadInput.Departed(List.of(new DepartedNode(NODE, web.now))));
    }

    private void comeBack() {
        web.decide(new WorkloadInput.Departed(List.of()));
    }

    private void away() {
        leave();
        web.pass(Contact.BACK_WITHIN);
    }

    /** Instance 1 is inactive, and 2, which replaces it, runs on another node. */
    private void replaced() {
        away();
        web.pass(INACTIVE);
        web.grantAll();
        web.report(InstanceState.RUNNING, id(2));
    }

    private static WorkloadEvent planned(int number, int slot) {
        return new WorkloadEvent.InstancesPlanned(List.of(new WorkloadEvent.PlannedInstance(id(number), slot, 1, 1)));
    }

    private List<InstanceId> ids() {
        return web.state.instances().stream().map(Instance::id).toList();
    }
}

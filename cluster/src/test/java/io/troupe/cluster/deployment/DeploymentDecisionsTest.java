package io.troupe.cluster.deployment;

import static io.troupe.cluster.deployment.DeploymentRun.CAUSE;
import static io.troupe.cluster.deployment.DeploymentRun.ID;
import static io.troupe.cluster.deployment.DeploymentRun.NOW;
import static io.troupe.cluster.deployment.DeploymentRun.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a deployment takes locks, walks its steps, and is stopped, undone or repeated. */
class DeploymentDecisionsTest {
    private static final WorkloadId A = WorkloadId.of("/a");
    private static final WorkloadId B = WorkloadId.of("/b");
    private static final DeploymentId OTHER = DeploymentId.of("other");

    private final DeploymentRun run = new DeploymentRun();

    @Test
    void aChangeOfOneWorkloadIsAcceptedAtItsSupervisorsWordAndEndsWithItsRollout() {
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliver();
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        run.complete("/a");
        assertThat(run.journal.stream().map(entry -> entry.event().getClass().getSimpleName()))
                .containsExactly("Submitted", "Accepted", "StepBegan", "ChangesEnded", "Ended");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void whoSubmitsIsAnsweredOnceTheChangeCanBeRead() {
        run.supervisors.hesitate();
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliver();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.RUNNING);
        assertThat(run.submitted)
                .as("the lock is held, the change has not begun")
                .isEmpty();
        run.submit(plan(List.of(List.of("/a"))), false);
        assertThat(run.submitted).as("nor is who asks again").isEmpty();
        run.deliver();
        var accepted = new DeploymentReply.Accepted(ID, NOW);
        assertThat(run.submitted).containsExactly(accepted, accepted);
    }

    @Test
    void whoSubmitsIsAnsweredEvenIfItIsStoppedBeforeItBegins() {
        run.supervisors.hesitate();
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliver();
        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(null, CAUSE)));
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        run.deliverAll();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.CANCELLED);
    }

    @Test
    void whoSubmitsIsAnsweredEvenIfAnotherTakesTheWorkloadBeforeItBegins() {
        run.supervisors.hesitate();
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliver();
        run.supervisors.take(A, OTHER);
        run.deliverAll();
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.SUPERSEDED);
    }

    @Test
    void stepsGoOneAfterTheOther() {
        run.submit(plan(List.of(List.of("/a"), List.of("/b"))), false);
        run.deliverAll();
        run.supervisors.complete(B);
        assertThat(run.supervisors.holds(B, ID))
                .as("the second step has not begun")
                .isTrue();
        run.complete("/a");
        assertThat(run.state().step()).isEqualTo(1);
        run.complete("/b");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void aRefusalOfOneGivesBackTheLocksOfAllBeforeItIsAnswered() {
        run.supervisors.take(B, OTHER);
        run.submit(plan(List.of(List.of("/a", "/b"))), false);
        run.deliver();
        run.deliver();
        assertThat(run.submitted).isEmpty();
        run.deliverAll();
        assertThat(run.submitted)
                .containsExactly(new DeploymentReply.Refused(Problem.locked("it is locked", List.of(OTHER))));
        assertThat(run.supervisors.holds(A, ID)).isFalse();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.REFUSED);
    }

    @Test
    void aForcedDeploymentTakesTheLock() {
        run.supervisors.take(A, OTHER);
        run.submit(plan(List.of(List.of("/a"))), true);
        run.deliverAll();
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        assertThat(run.supervisors.holds(A, ID)).isTrue();
    }

    @Test
    void whoLosesOneWorkloadGivesUpTheOthers() {
        run.submit(plan(List.of(List.of("/a", "/b"))), false);
        run.deliverAll();
        run.supervisors.take(A, OTHER);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.supervisors.holds(B, ID)).isFalse();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.SUPERSEDED);
    }

    @Test
    void aCancelledDeploymentHoldsNothingWhenItSaysSo() {
        run.submit(plan(List.of(List.of("/a"), List.of("/b"))), false);
        run.deliverAll();
        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(null, CAUSE)));
        assertThat(run.cancelled).isEmpty();
        run.deliverAll();
        assertThat(run.cancelled).containsExactly(new DeploymentReply.Cancelled(ID, null, NOW));
        assertThat(run.supervisors.holds(A, ID) || run.supervisors.holds(B, ID)).isFalse();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.CANCELLED);
    }

    @Test
    void aRevertUndoesOnlyWhatWasBegunAndIsAskedForUntilItIsAnswered() {
        var revert = DeploymentId.of("d2");
        run.submit(plan(List.of(List.of("/a"), List.of("/b"))), false);
        run.deliverAll();
        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(revert, CAUSE)));
        run.deliverAll();
        run.crash();
        run.deliverAll();
        assertThat(run.outcomes()).isEmpty();
        assertThat(run.reverts).hasSize(2).allSatisfy(undo -> {
            assertThat(undo.id()).isEqualTo(revert);
            assertThat(undo.workloads()).containsExactly(A);
            assertThat(undo.changes().getFirst().change()).isEqualTo(new Change.Delete());
        });
        assertThat(run.supervisors.holds(A, ID))
                .as("what is undone stays locked until the revert takes it")
                .isTrue();
        run.supervisors.take(A, revert);
        run.on(new DeploymentInput.RevertAnswered(new DeploymentReply.Accepted(revert, NOW)));
        assertThat(run.cancelled).isEmpty();
        run.deliverAll();
        assertThat(run.cancelled).containsExactly(new DeploymentReply.Cancelled(ID, revert, NOW));
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.CANCELLED);
    }

    @Test
    void aCoordinatorOfNothingRestsAndStaysOnTheRosterForItsSubmissionMayBeUnderWay() {
        assertThat(DeploymentDecisions.decide(
                                DeploymentState.EMPTY, SupervisorAnswers.NONE, new DeploymentInput.Ticked(), NOW)
                        .then())
                .containsExactly(new DeploymentEffect.Rest());
    }

    @Test
    void aRepeatedSubmissionIsAnsweredAsTheFirstWas() {
        var plan = plan(List.of(List.of("/a")));
        run.submit(plan, false);
        run.deliverAll();
        run.submit(plan, false);
        run.deliverAll();
        assertThat(run.submitted)
                .containsExactly(new DeploymentReply.Accepted(ID, NOW), new DeploymentReply.Accepted(ID, NOW));
        assertThat(run.journal.stream()
                        .map(DeploymentRecord::event)
                        .filter(DeploymentEvent.Submitted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void afterACrashAllThatIsOwedIsSaidAgain() {
        run.submit(plan(List.of(List.of("/a", "/b"))), false);
        var said = List.copyOf(run.network);
        run.network.clear();
        run.crash();
        assertThat(run.network).containsExactlyElementsOf(said);
        assertThat(said).allSatisfy(tell -> assertThat(tell.command()).isInstanceOf(WorkloadCommand.Prepare.class));
    }

    @Test
    void aChangeThatFailedIsUndoneWithAllThatWasDoneBefore() {
        run.supervisors.exists(A, original("/a"));
        run.supervisors.exists(B, original("/b"));
        run.submit(plan(List.of(List.of("/a"), List.of("/b"), List.of("/c"))), false);
        run.deliverAll();
        run.complete("/a");
        run.supervisors.fails(B);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();

        assertThat(run.reverts).hasSize(1);
        var undo = run.reverts.getFirst();
        assertThat(undo.workloads()).containsExactly(B, A);
        assertThat(undo.changes().getFirst().change())
                .isEqualTo(new Change.Update(original("/b").spec(), 3, null, RolloutManner.BACK));
        run.supervisors.take(B, undo.id());
        run.on(new DeploymentInput.RevertAnswered(new DeploymentReply.Accepted(undo.id(), NOW)));
        run.deliverAll();
        assertThat(run.supervisors.holds(WorkloadId.of("/c"), ID)).isFalse();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.ROLLED_BACK);
    }

    @Test
    void aChangeThatFailedIsUndoneByTheSameDeploymentAfterACrash() {
        run.supervisors.exists(A, original("/a"));
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliverAll();
        run.supervisors.fails(A);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        run.crash();
        assertThat(run.reverts).hasSize(2);
        assertThat(run.reverts.stream().map(DeploymentPlan::id).distinct()).hasSize(1);
    }

    @Test
    void aNewWorkloadThatFailedIsLeftToAPerson() {
        run.submit(plan(List.of(List.of("/a"))), false);
        run.deliverAll();
        run.supervisors.fails(A);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.reverts).isEmpty();
        assertThat(run.outcomes()).isEmpty();
        assertThat(run.supervisors.holds(A, ID)).isTrue();
    }

    private static Original original(String path) {
        return new Original(
                WorkloadSpec.of(WorkloadId.of(path), ContainerSpec.process("main", "run", Resources.NONE)), 3);
    }
}

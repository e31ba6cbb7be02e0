package io.troupe.cluster.deployment;

import static io.troupe.cluster.deployment.DeploymentRun.CAUSE;
import static io.troupe.cluster.deployment.DeploymentRun.ID;
import static io.troupe.cluster.deployment.DeploymentRun.NOW;
import static io.troupe.cluster.deployment.DeploymentRun.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deployment that waits in line for what others hold. */
class QueuedDeploymentTest {
    private static final WorkloadId A = WorkloadId.of("/a");
    private static final WorkloadId B = WorkloadId.of("/b");
    private static final DeploymentId OTHER = DeploymentId.of("other");

    private final DeploymentRun run = new DeploymentRun();

    @Test
    void whoWaitsInLineIsAcceptedAtOnceAndHoldsNothing() {
        run.supervisors.take(B, OTHER);
        run.queue(plan(List.of(List.of("/a", "/b"))));
        run.deliverAll();
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        assertThat(run.supervisors.holds(A, ID))
                .as("while the other workload is held")
                .isFalse();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.PREPARING);
        assertThat(run.state().view()).isNotNull().returns(true, DeploymentView::queued);

        run.supervisors.complete(B);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(B)));
        run.deliverAll();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.RUNNING);
        run.complete("/a");
        run.complete("/b");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void whatIsMissingWhileItWaitsMayBeMadeByWhoIsFirst() {
        run.supervisors.take(B, OTHER);
        run.supervisors.refuses(A);
        run.queue(plan(List.of(List.of("/b", "/a"))));
        run.deliverAll();
        assertThat(run.submitted).containsExactly(new DeploymentReply.Accepted(ID, NOW));
        assertThat(run.outcomes()).isEmpty();

        run.supervisors.takes(A);
        run.supervisors.complete(B);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(B)));
        run.deliverAll();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.RUNNING);
    }

    @Test
    void aLockThatItGaveBackWhileItWaitedAndThatIsGivenBackLateIsTakenAgain() {
        run.supervisors.take(B, OTHER);
        run.queue(plan(List.of(List.of("/a", "/b"))));
        run.deliverAll();
        run.supervisors.complete(B);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(B)));
        run.deliverAll();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.RUNNING);

        run.supervisors.on(A, new WorkloadCommand.Release(ID, CAUSE));
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.supervisors.holds(A, ID)).isTrue();
        run.complete("/a");
        run.complete("/b");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void whatSomebodyElseHasMadeOfItMeanwhileEndsIt() {
        run.supervisors.take(B, OTHER);
        run.queue(plan(List.of(List.of("/a", "/b"))));
        run.deliverAll();
        run.supervisors.complete(B);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(B)));
        run.deliverAll();

        run.supervisors.on(A, new WorkloadCommand.Release(ID, CAUSE));
        run.supervisors.refuses(A);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.outcomes()).as("it may be an old word").isEmpty();
        run.pass(StepRound.REFUSED_FOR);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.SUPERSEDED);
        assertThat(run.supervisors.holds(B, ID)).isFalse();
    }

    @Test
    void aRefusalFromBeforeItHadItsTurnDoesNotEndIt() {
        run.supervisors.take(B, OTHER);
        run.queue(plan(List.of(List.of("/a", "/b"))));
        run.deliverAll();
        run.supervisors.complete(B);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(B)));
        run.deliverAll();

        var late = new DeploymentInput.Answered(
                new WorkloadReply.Refused(A, Problem.of(ProblemCode.NOT_FOUND, "/a does not exist")));
        run.on(late);
        for (int tick = 0; tick < 10; tick++) {
            run.pass(Duration.ofSeconds(5));
            run.on(new DeploymentInput.Ticked());
            run.deliverAll();
        }
        run.on(late);
        assertThat(run.outcomes()).isEmpty();
        run.complete("/a");
        run.complete("/b");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void whileItWaitsItAsksOnlyWhereAnotherIsFirst() {
        run.supervisors.take(B, OTHER);
        run.queue(plan(List.of(List.of("/a", "/b", "/c"))));
        run.deliverAll();

        run.on(new DeploymentInput.Ticked());
        assertThat(run.network).map(DeploymentEffect.TellWorkload::workload).containsExactly(B);
        run.deliverAll();
        assertThat(run.supervisors.holds(A, ID)).isFalse();
        run.supervisors.complete(B);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.state().phase()).isEqualTo(DeploymentState.Phase.RUNNING);
    }

    @Test
    void whoWaitsInLineAsksAgainAfterACrashThoughNobodyTellsIt() {
        run.supervisors.take(A, OTHER);
        run.queue(plan(List.of(List.of("/a"))));
        run.deliverAll();
        run.crash();
        run.deliverAll();
        run.supervisors.complete(A);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.supervisors.holds(A, ID)).isTrue();
    }

    @Test
    void whoWaitsInLineIsCancelledAtOnceAndNeverBegins() {
        run.supervisors.take(A, OTHER);
        run.queue(plan(List.of(List.of("/a"))));
        run.deliverAll();
        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(null, CAUSE)));
        run.deliverAll();
        assertThat(run.cancelled).containsExactly(new DeploymentReply.Cancelled(ID, null, NOW));
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.CANCELLED);
        run.supervisors.complete(A);
        run.on(new DeploymentInput.Ticked());
        run.deliverAll();
        assertThat(run.supervisors.holds(A, ID)).isFalse();
    }
}

package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the control plane answers while the journal is away. */
class JournalOutageTest {
    private static final Cause CAUSE = Cause.of("test", "asked for");
    private static final WorkloadId WEB = WorkloadId.of("/prod/web");
    private OneNode node;

    @BeforeEach
    void start() {
        node = new OneNode().awaitReady();
        node.submit(WEB, new Change.Create(OneNode.spec(WEB, 32), 1));
        node.awaitNoDeployment();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyChangeIsRefusedAtOnceAndReadsGoOn() {
        node.journal.away();

        // Done when they return: nobody is asked.
        assertThat(node.plane()
                        .cancel(DeploymentId.of("d1"), null, CAUSE)
                        .toCompletableFuture()
                        .getNow(null))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused ->
                                assertThat(refused.problem()).satisfies(JournalOutageTest::saysThatNothingWasChanged));
        assertThat(node.plane()
                        .ask(WEB, new WorkloadCommand.ResetLaunchDelay(CAUSE))
                        .toCompletableFuture()
                        .getNow(null))
                .isInstanceOfSatisfying(
                        WorkloadReply.Refused.class,
                        refused ->
                                assertThat(refused.problem()).satisfies(JournalOutageTest::saysThatNothingWasChanged));
        assertThat(node.submit(WEB, new Change.Scale(2, null)))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused ->
                                assertThat(refused.problem()).satisfies(JournalOutageTest::saysThatNothingWasChanged));
        assertThatThrownBy(() -> OneNode.answer(node.plane().history(WEB, 10)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ControlPlane.Outage.class);

        assertThat(OneNode.answer(node.plane().workload(WEB)))
                .hasValueSatisfying(
                        view -> assertThat(view.target().instances()).isEqualTo(1));
        assertThat(OneNode.answer(node.plane().explain(WEB))).isPresent();

        node.journal.well();
        assertThat(node.submit(WEB, new Change.Scale(2, null))).isInstanceOf(DeploymentReply.Accepted.class);
    }

    @Test
    void aFullDiskRefusesChangesAndLetsHistoryBeRead() {
        node.journal.full();

        assertThat(node.submit(WEB, new Change.Scale(2, null)))
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused -> assertThat(refused.problem().message())
                                .isEqualTo("The disk is full. Nothing was changed; what runs goes on."));
        assertThat(OneNode.answer(node.plane().history(WEB, 10))).isNotNull();
    }

    @Test
    void aChangeThatCannotBeListedHasNotHappened() {
        node.roster.failWith(new IllegalStateException("no space left"));
        var other = WorkloadId.of("/prod/other");

        assertThat(node.submit(other, new Change.Create(OneNode.spec(other, 32), 1)))
                .isInstanceOfSatisfying(DeploymentReply.Refused.class, refused -> {
                    assertThat(refused.problem()).satisfies(JournalOutageTest::saysThatNothingWasChanged);
                    assertThat(refused.problem().message()).contains("no space left");
                });

        node.roster.recover();
        assertThat(OneNode.answer(node.plane().workload(other))).isEmpty();
        assertThat(OneNode.answer(node.plane().deployments())).isEmpty();
        assertThat(node.submit(other, new Change.Create(OneNode.spec(other, 32), 1)))
                .isInstanceOf(DeploymentReply.Accepted.class);
    }

    private static void saysThatNothingWasChanged(Problem problem) {
        assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(problem.message()).contains("Nothing was changed");
    }
}

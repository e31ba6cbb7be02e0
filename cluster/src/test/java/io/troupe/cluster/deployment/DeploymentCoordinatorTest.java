package io.troupe.cluster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.workload.RecordingSwitchboard;
import io.troupe.persistence.testing.InMemoryJournal;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentCoordinatorTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final WorkloadId WEB = WorkloadId.of("/prod/web");
    private static final Instant START = Instant.parse("2026-11-23T11:00:00Z");
    private static final Cause ANNA = Cause.of("anna", "asked for");
    private static final DeploymentPlan PLAN = DeploymentPlan.of(D1, START, WEB, new Change.Restart());
    private static final String JOURNAL_ID = "deployment|d1";
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int WAITING_MAX = 16;

    private final ActorTestKit kit = ActorTestKit.create(
            "coordinator", InMemoryJournal.config().withFallback(ConfigFactory.load("application-test")));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final RecordingSwitchboard switchboard = new RecordingSwitchboard();
    private final List<DeploymentId> retired = new CopyOnWriteArrayList<>();
    private final TestProbe<DeploymentReply> submitter = kit.createTestProbe(DeploymentReply.class);
    private final TestProbe<ClusterSharding.ShardCommand> shard =
            kit.createTestProbe(ClusterSharding.ShardCommand.class);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aSubmissionIsStoredThenShownThenPreparedAndAnsweredOnceItIsTheSupervisorsWord() {
        var coordinator = start(Duration.ofMinutes(1));
        submit(coordinator);
        await().until(() -> !switchboard.said(WorkloadCommand.Prepare.class).isEmpty());
        assertThat(events()).singleElement().isInstanceOf(DeploymentEvent.Submitted.class);
        assertThat(switchboard.said)
                .extracting(said -> (Object) said.getClass())
                .containsExactly(DirectoryUpdate.Happened.class, WorkloadCommand.Prepare.class);
        submitter.expectNoMessage(QUIET);

        prepared(coordinator);
        assertThat(submitter.receiveMessage()).isEqualTo(new DeploymentReply.Accepted(D1, START));

        coordinator.tell(new CoordinatorMessage.FromSupervisor(
                new WorkloadReply.Progress(WEB, D1, WorkloadReply.RolloutStatus.COMPLETED)));
        coordinator.tell(new CoordinatorMessage.Tick());
        shard.expectMessageClass(ClusterSharding.Passivate.class);
        assertThat(retired).containsExactly(D1);
        assertThat(events()).last().isInstanceOf(DeploymentEvent.Ended.class);
        assertThat(((ClusterEvent.DeploymentHappened) switchboard
                                .said(DirectoryUpdate.Happened.class)
                                .getLast()
                                .event())
                        .view()
                        .outcome())
                .isNotNull();
    }

    @Test
    void whatIsNotStoredIsNeitherAnsweredNorDone() {
        journal.failNextPersisted(JOURNAL_ID);
        var coordinator = start(Duration.ofMinutes(1));
        submit(coordinator);
        submitter.expectNoMessage(QUIET);
        assertThat(switchboard.said).isEmpty();

        submit(coordinator);
        await().until(() -> !switchboard.said(WorkloadCommand.Prepare.class).isEmpty());
        prepared(coordinator);
        assertThat(submitter.receiveMessage()).isEqualTo(new DeploymentReply.Accepted(D1, START));
    }

    @Test
    void whatIsNotAnsweredIsSaidAgainAlsoAfterTheJournalFailed() {
        journal.failNextPersisted(JOURNAL_ID);
        var coordinator = start(Duration.ofMillis(50));
        submit(coordinator);
        submitter.expectNoMessage(QUIET);
        submit(coordinator);
        await().until(() -> switchboard.said(WorkloadCommand.Prepare.class).size() >= 3);
    }

    @Test
    void aRestartedCoordinatorShowsItselfAndAsksAgainForWhatWasNotAnswered() {
        var first = start(Duration.ofMinutes(1));
        submit(first);
        await().until(() -> !switchboard.said(WorkloadCommand.Prepare.class).isEmpty());
        kit.stop(first);
        switchboard.said.clear();

        var second = start(Duration.ofMinutes(1));
        await().until(() -> !switchboard.said(WorkloadCommand.Prepare.class).isEmpty());
        assertThat(switchboard.said(DirectoryUpdate.DeploymentPresent.class))
                .singleElement()
                .satisfies(present -> assertThat(present.view().plan()).isEqualTo(PLAN));
        submit(second);
        prepared(second);
        assertThat(submitter.receiveMessage()).isEqualTo(new DeploymentReply.Accepted(D1, START));
    }

    @Test
    void whatIsNotAnsweredIsSaidAgain() {
        var coordinator = start(Duration.ofMillis(50));
        submit(coordinator);
        await().until(() -> switchboard.said(WorkloadCommand.Prepare.class).size() >= 3);
        assertThat(events()).hasSize(1);
    }

    @Test
    void aRefusalReachesTheSubmitterAndEndsTheDeployment() {
        var coordinator = start(Duration.ofMinutes(1));
        submit(coordinator);
        var problem = Problem.of(ProblemCode.NOT_FOUND, "there is no such workload");
        coordinator.tell(new CoordinatorMessage.FromSupervisor(new WorkloadReply.Refused(WEB, problem)));

        assertThat(submitter.receiveMessage()).isEqualTo(new DeploymentReply.Refused(problem));
        coordinator.tell(new CoordinatorMessage.Tick());
        shard.expectMessageClass(ClusterSharding.Passivate.class);
        assertThat(retired).containsExactly(D1);
    }

    @Test
    void moreThanSomeSubmittersOfOneDeploymentDoNotWait() {
        var coordinator = start(Duration.ofMinutes(1));
        for (var waiting = 0; waiting <= WAITING_MAX; waiting++) {
            submit(coordinator);
        }
        assertThat(submitter.receiveMessage())
                .isInstanceOfSatisfying(
                        DeploymentReply.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.TOO_MANY));
        submitter.expectNoMessage(QUIET);
        prepared(coordinator);
        for (var waiting = 0; waiting < WAITING_MAX; waiting++) {
            assertThat(submitter.receiveMessage()).isEqualTo(new DeploymentReply.Accepted(D1, START));
        }
    }

    @Test
    void aCoordinatorThatIsToldToGoSaysSoToTheDirectory() {
        var coordinator = start(Duration.ofMinutes(1));
        coordinator.tell(new CoordinatorMessage.Passivate());
        submitter.expectTerminated(coordinator);
        assertThat(switchboard.said).containsExactly(new DirectoryUpdate.DeploymentLeft(D1));
    }

    private ActorRef<CoordinatorMessage> start(Duration poll) {
        return kit.spawn(DeploymentCoordinator.create(
                D1,
                new DeploymentCoordinator.Surroundings(
                        switchboard,
                        (plan, force, cause) ->
                                CompletableFuture.completedFuture(new DeploymentReply.Accepted(plan.id(), START)),
                        retired::add,
                        () -> START,
                        poll),
                shard.getRef()));
    }

    private void submit(ActorRef<CoordinatorMessage> coordinator) {
        coordinator.tell(
                new CoordinatorMessage.Request(new DeploymentCommand.Submit(PLAN, false, ANNA), submitter.getRef()));
    }

    private static void prepared(ActorRef<CoordinatorMessage> coordinator) {
        coordinator.tell(new CoordinatorMessage.FromSupervisor(new WorkloadReply.Prepared(WEB, D1, null, null, true)));
    }

    private List<DeploymentEvent> events() {
        return journal.persistedInStorage(JOURNAL_ID).stream()
                .map(entry -> ((DeploymentRecord) entry).event())
                .toList();
    }
}

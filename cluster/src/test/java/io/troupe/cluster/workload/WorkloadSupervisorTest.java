package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.NODE;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.place;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.persistence.testing.InMemoryJournal;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkloadSupervisorTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");

    private final ActorTestKit kit = ActorTestKit.create(
            "supervisor",
            InMemoryJournal.config().withFallback(com.typesafe.config.ConfigFactory.load("application-test")));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final RecordingSwitchboard switchboard = new RecordingSwitchboard();
    private final AtomicInteger minted = new AtomicInteger();
    private final CountDownLatch left = new CountDownLatch(1);
    private final TestProbe<WorkloadReply> probe = kit.createTestProbe(WorkloadReply.class);
    private final String journalId = WorkloadSupervisor.persistenceId(WEB).id();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aChangeIsStoredThenShownThenDemandedAndThenAnswered() {
        var supervisor = start();
        ask(supervisor, create());
        assertThat(probe.receiveMessage()).isEqualTo(new WorkloadReply.Prepared(WEB, D1, null, null, true));

        assertThat(journal.persistedInStorage(journalId)).hasSize(3).allMatch(WorkloadRecord.class::isInstance);
        assertThat(switchboard.said)
                .extracting(said -> (Object) said.getClass())
                .containsExactly(
                        DirectoryUpdate.Happened.class,
                        DirectoryUpdate.Happened.class,
                        DirectoryUpdate.Happened.class,
                        BrokerCommand.Demand.class);
        assertThat(lastView().sequence()).isEqualTo(3);
    }

    @Test
    void aRestartedSupervisorShowsItsPictureAndGoesOn() {
        var first = start();
        ask(first, create());
        probe.receiveMessage();
        first.tell(new SupervisorMessage.FromBroker(
                new BrokerNews.Granted(1, START.toEpochMilli(), List.of(new PlacedInstance(id(1), place())))));
        ask(first, new WorkloadCommand.Wake());
        probe.receiveMessage();
        var before = lastView();
        kit.stop(first);
        switchboard.said.clear();

        var second = start();
        ask(second, new WorkloadCommand.Wake());
        assertThat(probe.receiveMessage()).isEqualTo(new WorkloadReply.Done());
        assertThat(switchboard.said(DirectoryUpdate.WorkloadPresent.class))
                .containsExactly(new DirectoryUpdate.WorkloadPresent(before));
        assertThat(switchboard.said(AgentCommand.Launch.class)).hasSize(1);

        second.tell(new SupervisorMessage.FromAgent(
                new AgentReports(NODE, WEB, 1, List.of(InstanceReport.seen(id(1), InstanceState.RUNNING, START)))));
        ask(second, new WorkloadCommand.Begin(D1, START));
        assertThat(probe.receiveMessage())
                .isEqualTo(new WorkloadReply.Progress(WEB, D1, WorkloadReply.RolloutStatus.COMPLETED));
    }

    @Test
    void nothingIsAnsweredThatWasNotStored() {
        var supervisor = start();
        journal.failNextPersisted(journalId);
        ask(supervisor, create());
        probe.expectNoMessage(Duration.ofMillis(100));
        assertThat(switchboard.said(DirectoryUpdate.Happened.class)).isEmpty();

        ask(supervisor, create());
        assertThat(probe.receiveMessage()).isEqualTo(new WorkloadReply.Prepared(WEB, D1, null, null, true));
    }

    @Test
    void aSupervisorOfNothingLeavesAfterAWhile() throws InterruptedException {
        start();
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSupervisorThatIsToldToGoSaysSoToTheDirectory() {
        var supervisor = start();
        supervisor.tell(new SupervisorMessage.Passivate());
        probe.expectTerminated(supervisor);
        assertThat(switchboard.said(DirectoryUpdate.WorkloadLeft.class))
                .containsExactly(new DirectoryUpdate.WorkloadLeft(WEB));
    }

    @Test
    void aSnapshotIsReadLikeTheEventsBeforeIt() {
        var first = start();
        ask(first, create());
        probe.receiveMessage();
        for (var instances = 2; instances < 6; instances++) {
            ask(
                    first,
                    new WorkloadCommand.Prepare(
                            DeploymentId.of("scale-" + instances),
                            START,
                            new Change.Scale(instances, null),
                            true,
                            true,
                            ANNA));
            probe.receiveMessage();
        }
        var before = lastView();
        kit.stop(first);
        switchboard.said.clear();
        ask(start(), new WorkloadCommand.Wake());
        probe.receiveMessage();
        assertThat(switchboard.said(DirectoryUpdate.WorkloadPresent.class))
                .containsExactly(new DirectoryUpdate.WorkloadPresent(before));
    }

    private static WorkloadCommand create() {
        return new WorkloadCommand.Prepare(D1, START, new Change.Create(spec("run"), 1), false, true, ANNA);
    }

    private ActorRef<SupervisorMessage> start() {
        var settings = new SupervisorSettings(
                Duration.ofMillis(200), Duration.ofSeconds(1), 10, 2, Duration.ofMillis(500), 100);
        return kit.spawn(WorkloadSupervisor.create(
                WEB,
                new WorkloadSupervisor.Surroundings(
                        switchboard, () -> START, () -> Integer.toString(minted.incrementAndGet()), List::of, settings),
                left::countDown));
    }

    private void ask(ActorRef<SupervisorMessage> supervisor, WorkloadCommand command) {
        supervisor.tell(new SupervisorMessage.Request(command, probe.getRef()));
    }

    private WorkloadView lastView() {
        var last = (ClusterEvent.WorkloadHappened)
                switchboard.said(DirectoryUpdate.Happened.class).getLast().event();
        assertThat(last.view()).isNotNull();
        return last.view();
    }
}

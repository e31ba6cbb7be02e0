package io.troupe.cluster.directory;

import static io.troupe.cluster.PictureFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkloadDirectoryTest {
    private static final Cause ANNA = Cause.of("anna", "asked for");
    private static final Duration PEER_ANSWER_MAX = Duration.ofMillis(300);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<DirectoryMessage.Answer> answers = kit.createTestProbe(DirectoryMessage.Answer.class);
    private final ActorRef<DirectoryMessage> directory = kit.spawn(WorkloadDirectory.create(PEER_ANSWER_MAX));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void theNewestPictureIsShownUntilItsEntityLeaves() {
        present(directory, picture("/web", 2));
        present(directory, picture("/web", 1));
        present(directory, picture("/db", 1));
        assertThat(ask(directory, new DirectoryQuestion.AllWorkloads()).workloads())
                .containsExactly(picture("/db", 1), picture("/web", 2));
        assertThat(ask(directory, new DirectoryQuestion.OneWorkload(WorkloadId.of("/web")))
                        .workloads())
                .containsExactly(picture("/web", 2));

        update(directory, new DirectoryUpdate.WorkloadLeft(WorkloadId.of("/web")));
        assertThat(ask(directory, new DirectoryQuestion.AllNames()).living().workloads())
                .containsExactly(new DirectoryMessage.Living.Workload(WorkloadId.of("/db"), 1));
    }

    @Test
    void thoseAlongAPlaceAreAboveAtAndBelowIt() {
        for (var id : List.of("/a", "/a/b", "/a/b/c", "/a/bc", "/b", "/a/d")) {
            present(directory, picture(id, 1));
        }
        assertThat(ask(directory, new DirectoryQuestion.WorkloadsAlong(TreePath.of("/a/b")))
                        .workloads())
                .containsExactly(picture("/a", 1), picture("/a/b", 1), picture("/a/b/c", 1));
    }

    @Test
    void deploymentsAreShownAndCountedWhileTheyRun() {
        update(directory, happened("d1", null));
        update(directory, happened("d2", null));
        assertThat(ask(directory, new DirectoryQuestion.RunningDeployments()).deployments())
                .extracting(view -> view.plan().id().value())
                .containsExactly("d1", "d2");
        assertThat(running()).isEqualTo(2);
        update(directory, happened("d1", DeploymentOutcome.COMPLETED));
        update(directory, new DirectoryUpdate.DeploymentLeft(DeploymentId.of("d2")));
        assertThat(running()).isZero();
        assertThat(ask(directory, new DirectoryQuestion.RunningDeployments()).deployments())
                .isEmpty();
    }

    @Test
    void listenersHearWhatHappensInOrderAndNothingElse() {
        var listener = kit.createTestProbe(ClusterEvent.class);
        directory.tell(new DirectoryMessage.Listen(listener.getRef()));
        update(directory, happened("d1", null));
        present(directory, picture("/web", 1));
        update(directory, happened("d2", null));
        assertThat(List.of(listener.receiveMessage(), listener.receiveMessage()))
                .extracting(event -> ((ClusterEvent.DeploymentHappened) event)
                        .view()
                        .plan()
                        .id()
                        .value())
                .containsExactly("d1", "d2");
        listener.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void whatAnotherNodeKnowsIsFoundAndWhatHappensThereIsHeard() {
        var other = kit.spawn(WorkloadDirectory.create(PEER_ANSWER_MAX));
        present(other, picture("/there", 1));
        present(directory, picture("/here", 1));
        await().untilAsserted(() -> assertThat(
                        ask(directory, new DirectoryQuestion.AllWorkloads()).workloads())
                .containsExactly(picture("/here", 1), picture("/there", 1)));

        var listener = kit.createTestProbe(ClusterEvent.class);
        directory.tell(new DirectoryMessage.Listen(listener.getRef()));
        // Whoever has just begun to listen hears the other node once that has been told of it.
        await().untilAsserted(() -> {
            update(other, happened("d1", null));
            assertThat(listener.receiveMessage(Duration.ofMillis(200)))
                    .isInstanceOf(ClusterEvent.DeploymentHappened.class);
        });
    }

    @Test
    void withoutASilentNodeTheAnswerComesAfterABoundedTimeAndSaysThatItIsNotWhole() {
        present(directory, picture("/here", 1));
        var silent = kit.createTestProbe(DirectoryMessage.class);
        await().untilAsserted(() -> {
            directory.tell(new DirectoryMessage.Peers(List.of(directory, silent.getRef()), List.of()));
            var answer = ask(directory, new DirectoryQuestion.AllWorkloads());
            assertThat(answer.workloads()).containsExactly(picture("/here", 1));
            assertThat(answer.whole()).isFalse();
            silent.fishForMessage(
                    Duration.ofMillis(100),
                    message -> message instanceof DirectoryMessage.FindHere
                            ? akka.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                            : akka.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
        });
    }

    @Test
    void aNodeThatCannotBeReachedIsNotWaitedFor() {
        present(directory, picture("/here", 1));
        var away = kit.createTestProbe(DirectoryMessage.class);
        directory.tell(new DirectoryMessage.Peers(List.of(directory), List.of(away.getRef())));
        assertThat(ask(directory, new DirectoryQuestion.AllWorkloads()).whole()).isFalse();
        directory.tell(new DirectoryMessage.Peers(List.of(directory), List.of()));
        assertThat(ask(directory, new DirectoryQuestion.AllWorkloads()).whole()).isTrue();
    }

    private static void update(ActorRef<DirectoryMessage> directory, DirectoryUpdate update) {
        directory.tell(new DirectoryMessage.Update(update));
    }

    private static void present(ActorRef<DirectoryMessage> directory, WorkloadView view) {
        update(directory, new DirectoryUpdate.WorkloadPresent(view));
    }

    private static DirectoryUpdate happened(String id, @Nullable DeploymentOutcome outcome) {
        var web = WorkloadId.of("/web");
        var plan = DeploymentPlan.of(DeploymentId.of(id), Instant.EPOCH, web, new Change.Restart());
        return new DirectoryUpdate.Happened(new ClusterEvent.DeploymentHappened(
                1,
                new DeploymentRecord(Instant.EPOCH, ANNA, new DeploymentEvent.Submitted(plan, false)),
                new DeploymentView(plan, ANNA, false, 0, List.of(web), outcome)));
    }

    private DirectoryMessage.Answer ask(ActorRef<DirectoryMessage> asked, DirectoryQuestion question) {
        asked.tell(new DirectoryMessage.Find(question, answers.getRef()));
        return answers.receiveMessage();
    }

    private int running() {
        var probe = kit.createTestProbe(DirectoryMessage.Running.class);
        directory.tell(new DirectoryMessage.Count(probe.getRef()));
        return probe.receiveMessage().deployments();
    }
}

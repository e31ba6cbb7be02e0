package io.troupe.cluster.directory;

import static io.troupe.cluster.PictureFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.ClusterConfig;
import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real nodes that speak over the network. */
class DirectoriesOfTwoNodesTest {
    private static final int WORKLOADS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorSystem<Void> here = node();
    private final ActorSystem<Void> there = node();
    private final ActorRef<DirectoryMessage> directory = directory(here);
    private final ActorRef<DirectoryMessage> other = directory(there);

    @BeforeEach
    void join() {
        var address = Cluster.get(here).selfMember().address();
        Cluster.get(here).manager().tell(Join.create(address));
        Cluster.get(there).manager().tell(Join.create(address));
        present(other, picture("/first", 1));
        await().atMost(PATIENCE)
                .until(() ->
                        !ask(new DirectoryQuestion.AllWorkloads()).workloads().isEmpty());
    }

    @AfterEach
    void stop() {
        there.terminate();
        here.terminate();
        here.getWhenTerminated().toCompletableFuture().join();
        there.getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void thousandsOfWorkloadsOfAnotherNodeAreListedAndNamedToTheLast() {
        for (var number = 0; number < WORKLOADS; number++) {
            present(other, picture("/tenant/app-" + number, 1));
        }
        present(directory, picture("/here", 1));
        var all = ask(new DirectoryQuestion.AllWorkloads());
        assertThat(all.workloads()).hasSize(WORKLOADS + 2);
        assertThat(all.whole()).isTrue();
        var names = ask(new DirectoryQuestion.AllNames());
        assertThat(names.workloads()).isEmpty();
        assertThat(names.living().workloads()).hasSize(WORKLOADS + 2);
        assertThat(names.whole()).isTrue();
    }

    @Test
    void aNodeThatIsGoneWithoutAWordIsNotTakenForOneOnWhichNothingLives() {
        there.terminate();
        there.getWhenTerminated().toCompletableFuture().join();
        var answer = ask(new DirectoryQuestion.OneWorkload(WorkloadId.of("/first")));
        assertThat(answer.workloads()).isEmpty();
        assertThat(answer.whole()).isFalse();
    }

    private static ActorSystem<Void> node() {
        var config =
                ConfigFactory.parseString("""
                        akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        akka.loglevel = WARNING
                        akka.actor.serialize-messages = off
                        akka.coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                        """).withFallback(ClusterConfig.of()).withFallback(ConfigFactory.load());
        return ActorSystem.create(Behaviors.empty(), "troupe", config);
    }

    private static ActorRef<DirectoryMessage> directory(ActorSystem<Void> node) {
        return node.systemActorOf(WorkloadDirectory.create(Duration.ofSeconds(2)), "directory", Props.empty());
    }

    private static void present(ActorRef<DirectoryMessage> directory, WorkloadView view) {
        directory.tell(new DirectoryMessage.Update(new DirectoryUpdate.WorkloadPresent(view)));
    }

    private Answer ask(DirectoryQuestion question) {
        return AskPattern.<DirectoryMessage, Answer>ask(
                        directory, replyTo -> new DirectoryMessage.Find(question, replyTo), PATIENCE, here.scheduler())
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}

package io.troupe.cluster.roster;

import static io.troupe.cluster.PictureFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.roster.InMemoryRoster;
import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RosterKeeperTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Instant NOW = Instant.parse("2026-11-23T11:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(600);
    private static final int WAKING_MAX = 64;

    private final InMemoryRoster roster = new InMemoryRoster();
    private final List<WorkloadView> living = new CopyOnWriteArrayList<>();
    private final Queue<Waking> wakings = new ConcurrentLinkedQueue<>();
    private final TestProbe<RosterMessage.Status> probe = KIT.createTestProbe(RosterMessage.Status.class);

    private record Waking(RosterEntry entry, CompletableFuture<Boolean> answer) {}

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void anEmptyRosterIsReadyAtOnce() {
        var keeper = start();
        await().untilAsserted(() -> assertThat(status(keeper)).isEqualTo(new RosterMessage.Status(true, "")));
    }

    @Test
    void allThatMustLiveIsWokenSomeAtATimeAndThenItIsReady() {
        var entries = 100;
        add(entries, LONG_AGO);
        var keeper = start();
        await().until(() -> wakings.size() == WAKING_MAX);
        assertThat(status(keeper))
                .isEqualTo(new RosterMessage.Status(
                        false, "recovering: 100 of 100 workloads and deployments are not back yet"));

        for (var woken = 0; woken < entries; woken++) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> !wakings.isEmpty());
            next().answer().complete(false);
        }
        await().until(() -> status(keeper).ready());
    }

    @Test
    void aRosterThatCannotBeReadIsReadAgain() {
        add(1, LONG_AGO);
        roster.failWith(new IllegalStateException("away"));
        var keeper = start();
        assertThat(status(keeper))
                .isEqualTo(new RosterMessage.Status(false, "the list of what must live cannot be read yet"));
        roster.recover();
        await().until(() -> !wakings.isEmpty());
        next().answer().complete(false);
        await().until(() -> status(keeper).ready());
    }

    @Test
    void whatDoesNotAnswerIsWokenAgain() {
        add(1, NOW);
        var keeper = start();
        await().until(() -> !wakings.isEmpty());
        next().answer().completeExceptionally(new IllegalStateException("no answer"));
        await().until(() -> !wakings.isEmpty());
        assertThat(status(keeper).ready()).isFalse();
        next().answer().complete(false);
        await().until(() -> status(keeper).ready());
        assertThat(roster.entries()).hasSize(1);
    }

    @Test
    void whatAnsweredAndIsInNoDirectoryIsTakenOffUnlessItIsYoung() {
        roster.add(List.of(
                RosterKinds.workload(WorkloadId.of("/gone"), LONG_AGO),
                RosterKinds.workload(WorkloadId.of("/new"), NOW)));
        start();
        for (var woken = 0; woken < 2; woken++) {
            await().until(() -> !wakings.isEmpty());
            next().answer().complete(true);
        }
        await().untilAsserted(() ->
                assertThat(roster.entries()).extracting(RosterEntry::id).containsExactly("/new"));
    }

    @Test
    void whatSaysThatItIsNotOverStaysThoughNoDirectoryShowsIt() {
        add(1, LONG_AGO);
        start();
        for (var round = 0; round < 3; round++) {
            await().until(() -> !wakings.isEmpty());
            next().answer().complete(false);
        }
        assertThat(roster.entries()).hasSize(1);
    }

    @Test
    void whatWasOverWhenItWasYoungIsAskedAgain() {
        var entry = RosterKinds.workload(WorkloadId.of("/app"), NOW);
        var state = new RosterState();
        var later = NOW.plus(RosterDecisions.YOUNG_MAX).plusSeconds(1);
        var seen = new RosterInput.Compared(List.of(entry), Set.of());
        RosterDecisions.decide(state, seen, Duration.ZERO, NOW);
        assertThat(RosterDecisions.decide(state, new RosterInput.Woken(entry, true), Duration.ZERO, NOW))
                .isEmpty();
        assertThat(RosterDecisions.decide(state, seen, Duration.ZERO, later))
                .contains(new RosterEffect.Wake(entry))
                .noneMatch(RosterKeeperTest::removes);

        assertThat(RosterDecisions.decide(state, new RosterInput.Woken(entry, true), Duration.ZERO, later))
                .anyMatch(RosterKeeperTest::removes);
    }

    private static boolean removes(RosterEffect effect) {
        return effect instanceof RosterEffect.Remove;
    }

    @Test
    void whatLivesIsNotWokenAndGetsARowIfItHasNone() {
        living.add(picture("/listed", 1));
        living.add(picture("/unlisted", 1));
        roster.add(List.of(RosterKinds.workload(WorkloadId.of("/listed"), LONG_AGO)));
        var keeper = start();
        await().untilAsserted(() -> assertThat(roster.entries())
                .extracting(RosterEntry::id)
                .containsExactlyInAnyOrder("/listed", "/unlisted"));
        await().until(() -> status(keeper).ready());
        assertThat(wakings).isEmpty();
    }

    @Test
    void whatLivedOnANodeThatHasLeftIsWokenAtOnce() {
        living.add(picture("/web", 1));
        roster.add(List.of(RosterKinds.workload(WorkloadId.of("/web"), LONG_AGO)));
        var keeper = start(Duration.ofHours(1));
        await().until(() -> status(keeper).ready());
        living.clear();
        keeper.tell(new RosterMessage.NodeLeft(NodeId.of("n2")));
        await().untilAsserted(() ->
                assertThat(wakings).extracting(waking -> waking.entry().id()).containsExactly("/web"));
    }

    private ActorRef<RosterMessage> start() {
        return start(Duration.ofMillis(50));
    }

    private ActorRef<RosterMessage> start(Duration interval) {
        return KIT.spawn(RosterKeeper.create(new RosterKeeper.Surroundings(
                roster, () -> CompletableFuture.completedFuture(answer()), this::wake, () -> NOW, interval)));
    }

    private DirectoryMessage.Answer answer() {
        var names = living.stream()
                .map(view -> new DirectoryMessage.Living.Workload(view.id(), view.sequence()))
                .toList();
        return new DirectoryMessage.Answer(
                List.of(), List.of(), List.of(), new DirectoryMessage.Living(names, List.of(), List.of()), true);
    }

    private CompletionStage<Boolean> wake(RosterEntry entry) {
        var answer = new CompletableFuture<Boolean>();
        wakings.add(new Waking(entry, answer));
        return answer;
    }

    private Waking next() {
        return wakings.remove();
    }

    private void add(int entries, Instant since) {
        var rows = new ArrayList<RosterEntry>();
        for (var row = 0; row < entries; row++) {
            rows.add(RosterKinds.workload(WorkloadId.of("/app" + row), since));
        }
        roster.add(rows);
    }

    private RosterMessage.Status status(ActorRef<RosterMessage> keeper) {
        keeper.tell(new RosterMessage.AskStatus(probe.getRef()));
        return probe.receiveMessage();
    }
}

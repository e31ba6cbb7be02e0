package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.CarefulSpecs.canaries;
import static io.troupe.cluster.workload.CarefulSpecs.careful;
import static io.troupe.cluster.workload.CarefulSpecs.first;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While canaries are tried, what ran before is kept up by its own revision: each has its own failures, back-off and turn for a place. */
class KeepingUpTest {
    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    /** One canary is tried beside two that run, and one of those fails. */
    private void failingBase() {
        web.running(first(), 2);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.report(InstanceState.FAILED, id(1));
    }

    /** The revision of the demand that was just sent. */
    private long demanded() {
        return web.effects.stream()
                .filter(WorkloadEffect.TellBroker.class::isInstance)
                .map(effect ->
                        ((WorkloadEffect.TellBroker) effect).demand().revision().number())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatRunsIsKeptUpByItsOwnRevisionWhileCanariesAreTried() {
        web.running(first(RolloutCaution.NONE), 2);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.settle();
        web.report(InstanceState.FAILED, id(1));
        assertThat(web.state.launchDelay()).isNull();
        web.pass(Duration.ofSeconds(1));
        assertThat(web.effects)
                .filteredOn(WorkloadEffect.TellBroker.class::isInstance)
                .extracting(effect -> ((WorkloadEffect.TellBroker) effect).demand())
                .extracting(BrokerCommand.Demand::revision)
                .containsExactly(web.state.revisionNumbered(1));
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void theBackOffOfWhatIsKeptUpIsShownAndForgottenAfterAQuietTime() {
        failingBase();
        var first = new LaunchDelay(1, Duration.ofSeconds(1), web.now.plusSeconds(1));
        assertThat(web.picture().launchDelays()).containsExactly(first);

        web.pass(Duration.ofSeconds(1));
        web.settle();
        var forgotten = web.now.plus(BackoffPlanner.QUIET);
        web.pass(BackoffPlanner.QUIET.minusMillis(1));
        assertThat(web.picture().launchDelays()).containsExactly(first);
        assertThat(web.deadline()).isBeforeOrEqualTo(forgotten);
        web.pass(Duration.ofMillis(1));
        assertThat(web.events).containsExactly(new WorkloadEvent.LaunchDelayReset(1L));
        assertThat(web.picture().launchDelays()).isEmpty();
    }

    @Test
    void aUserWhoResetsTheDelayHasWhatIsKeptUpLaunchedAtOnceToo() {
        failingBase();
        web.report(InstanceState.FAILED, id(3));
        assertThat(web.picture().launchDelays())
                .extracting(LaunchDelay::revision)
                .containsExactlyInAnyOrder(1L, 2L);

        web.command(new WorkloadCommand.ResetLaunchDelay(ANNA));
        assertThat(web.events).containsExactly(new WorkloadEvent.LaunchDelayReset(null));
        assertThat(web.picture().launchDelays()).isEmpty();
        web.settle();
        assertThat(web.revisions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aQuietRevisionIsForgottenWhileTheOtherGoesOnFailing() {
        failingBase();
        web.pass(Duration.ofSeconds(50));
        web.report(InstanceState.FAILED, id(3));
        web.pass(Duration.ofSeconds(11));
        assertThat(web.picture().launchDelays())
                .extracting(LaunchDelay::revision)
                .containsExactly(2L);
    }

    @Test
    void whereThereIsNoRoomForTheOneRevisionTheOtherHasItsTurn() {
        web.running(first(RolloutCaution.NONE), 2);
        web.change(new Change.Update(careful(canaries(1)), 2, null));
        web.report(InstanceState.KILLED, id(1));
        for (var turn : List.of(1L, 2L, 1L)) {
            web.decide(new WorkloadInput.Broker(
                    new BrokerNews.NotPlaced(1, 1, new RefusalSummary(web.now, 1, List.of()))));
            web.pass(Duration.ofSeconds(5));
            assertThat(demanded()).isEqualTo(turn.longValue());
        }
    }
}

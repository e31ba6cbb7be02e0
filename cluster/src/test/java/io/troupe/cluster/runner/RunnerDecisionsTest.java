package io.troupe.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.runner.RunnerInput.Failure;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerDecisionsTest {
    private static final InstanceId ID = InstanceId.of("web.instance-1");
    private static final Instant START = Instant.ofEpochSecond(1_000);

    private RunnerState state = RunnerState.idle(ID);
    private Instant now = START;

    @Test
    void oneContainerIsPreparedCreatedAndStarted() {
        assertThat(take(new RunnerInput.Run(1, false))).containsExactly(call(1, new RunnerStep.Prepare(0)));
        assertThat(take(new RunnerInput.Done(1))).containsExactly(call(2, new RunnerStep.Create(0)));
        assertThat(take(new RunnerInput.Created(2, "c"))).containsExactly(call(3, new RunnerStep.Start(0, "c")));
        assertThat(take(new RunnerInput.Done(3)))
                .containsExactly(tell(new AgentInput.Started(ID, List.of("c"), List.of())));
        assertThat(state.wakeAt()).isEmpty();
    }

    @Test
    void allContainersAreCreatedBeforeTheFirstIsStartedAndLookedAtInTheEnd() {
        take(new RunnerInput.Run(2, true));
        take(new RunnerInput.Done(1));
        take(new RunnerInput.Created(2, "a"));
        take(new RunnerInput.Done(3));
        assertThat(take(new RunnerInput.Created(4, "b"))).containsExactly(call(5, new RunnerStep.Start(0, "a")));
        assertThat(take(new RunnerInput.Done(5))).containsExactly(call(6, new RunnerStep.Start(1, "b")));
        assertThat(take(new RunnerInput.Done(6))).containsExactly(call(7, new RunnerStep.Look()));
        var ending = new Ending(1, false);
        assertThat(take(new RunnerInput.Looked(7, List.of("10.0.0.2"), ending)))
                .containsExactly(
                        tell(new AgentInput.Started(ID, List.of("a", "b"), List.of("10.0.0.2"))),
                        tell(new AgentInput.ContainerEnded(ID, ending)));
    }

    @Test
    void anEngineThatDoesNotAnswerIsAskedAgainLaterAndLaterUpToALimit() {
        take(new RunnerInput.Run(1, false));
        var delays = new ArrayList<Duration>();
        for (var number = 1; number <= 8; number++) {
            assertThat(take(new RunnerInput.Failed(number, Failure.OUTAGE, "gone")))
                    .singleElement()
                    .isInstanceOf(RunnerEffect.Tell.class);
            var next = state.wakeAt().orElseThrow();
            delays.add(Duration.between(now, next));
            now = next;
            assertThat(take(new RunnerInput.Tick())).containsExactly(call(number + 1, new RunnerStep.Prepare(0)));
        }
        assertThat(delays.stream().map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    }

    @Test
    void aCallThatWaitsForItsTurnIsNotGivenUp() {
        take(new RunnerInput.Run(1, false));
        assertThat(take(new RunnerInput.Done(1))).containsExactly(call(2, new RunnerStep.Create(0)));
        for (var told = 0; told < 20; told++) {
            now = now.plus(RunnerDecisions.CALL_MAX.minusSeconds(1));
            assertThat(take(new RunnerInput.Progressed(2, "waits for its turn " + told)))
                    .containsExactly(tell(new AgentInput.Preparing(ID, "waits for its turn " + told)));
            assertThat(take(new RunnerInput.Tick())).isEmpty();
        }
        now = now.plus(RunnerDecisions.CALL_MAX);
        assertThat(take(new RunnerInput.Tick())).containsExactly(new RunnerEffect.Interrupt(2));
    }

    @Test
    void whileAnEngineIsSilentTheInstanceSaysSinceWhen() {
        take(new RunnerInput.Run(1, false));
        assertThat(take(new RunnerInput.Failed(1, Failure.OUTAGE, "gone")))
                .containsExactly(
                        tell(new AgentInput.Preparing(ID, "waiting for the engine, which does not answer: gone")));
        now = now.plusSeconds(150);
        take(new RunnerInput.Tick());
        assertThat(take(new RunnerInput.Failed(2, Failure.OUTAGE, "gone")))
                .containsExactly(tell(new AgentInput.Preparing(
                        ID, "waiting for the engine, which has not answered for 2 min: gone")));
    }

    @Test
    void aStartThatWaitsTooLongIsGivenUpAndWhatThereIsIsRemovedFirst() {
        take(new RunnerInput.Run(1, false));
        take(new RunnerInput.Failed(1, Failure.OUTAGE, "gone"));
        now = now.plus(RunnerDecisions.OUTAGE_MAX);
        take(new RunnerInput.Tick());
        assertThat(take(new RunnerInput.Failed(2, Failure.OUTAGE, "gone")))
                .containsExactly(call(3, new RunnerStep.Discard()));
        assertThat(take(new RunnerInput.Done(3)))
                .containsExactly(tell(
                        new AgentInput.Ended(ID, Ending.UNKNOWN, "the engine has not answered for 15 minutes: gone")));
    }

    @Test
    void aStopInterruptsAPullAndThenStops() {
        take(new RunnerInput.Run(1, false));
        assertThat(take(stop(3))).containsExactly(new RunnerEffect.Interrupt(1));
        now = now.plusSeconds(1);
        assertThat(take(new RunnerInput.Failed(1, Failure.OUTAGE, "interrupted")))
                .containsExactly(call(2, new RunnerStep.Stop(Duration.ofSeconds(2))));
        assertThat(take(new RunnerInput.Stopped(2, Ending.UNKNOWN)))
                .containsExactly(tell(new AgentInput.Ended(ID, Ending.UNKNOWN, "")));
    }

    @Test
    void aCreationIsNotInterruptedByAStop() {
        take(new RunnerInput.Run(1, false));
        take(new RunnerInput.Done(1));
        assertThat(take(stop(3))).isEmpty();
        assertThat(take(new RunnerInput.Created(2, "c")))
                .containsExactly(call(3, new RunnerStep.Stop(Duration.ofSeconds(3))));
    }

    @Test
    void aGracePeriodIsCutShortAndNeverDrawnOut() {
        take(stop(60));
        assertThat(take(stop(90))).isEmpty();
        assertThat(take(stop(1))).containsExactly(new RunnerEffect.Interrupt(1));
        take(new RunnerInput.Failed(1, Failure.OUTAGE, "interrupted"));
        now = state.wakeAt().orElseThrow();
        assertThat(take(new RunnerInput.Tick())).containsExactly(call(2, new RunnerStep.Stop(Duration.ofMillis(800))));
    }

    @Test
    void aStopThatMeetsAnOutageGoesOnWithWhatIsLeftOfTheGracePeriod() {
        take(stop(2));
        now = now.plusSeconds(30);
        take(new RunnerInput.Failed(1, Failure.OUTAGE, "gone"));
        now = state.wakeAt().orElseThrow();
        assertThat(take(new RunnerInput.Tick())).containsExactly(call(2, new RunnerStep.Stop(Duration.ZERO)));
    }

    @Test
    void aContainerThatHasRunIsNotRunAgain() {
        take(new RunnerInput.Run(1, false));
        take(new RunnerInput.Done(1));
        assertThat(take(new RunnerInput.Failed(2, Failure.HAS_RUN, "has run")))
                .containsExactly(call(3, new RunnerStep.Stop(Duration.ZERO)));
    }

    @Test
    void aCallThatDoesNotReturnIsInterruptedAndThenGivenUp() {
        take(new RunnerInput.Run(1, false));
        now = now.plus(RunnerDecisions.PREPARE_MAX);
        assertThat(take(new RunnerInput.Tick())).containsExactly(new RunnerEffect.Interrupt(1));
        now = now.plus(RunnerDecisions.INTERRUPT_MAX);
        take(new RunnerInput.Tick());
        assertThat(take(new RunnerInput.Done(1))).isEmpty();
        now = state.wakeAt().orElseThrow();
        assertThat(take(new RunnerInput.Tick())).containsExactly(call(2, new RunnerStep.Prepare(0)));
    }

    @Test
    void aCommandThatComesTwiceChangesNothing() {
        take(new RunnerInput.Run(1, false));
        assertThat(take(new RunnerInput.Run(1, false))).isEmpty();
        take(new RunnerInput.Remove());
        take(new RunnerInput.Failed(1, Failure.OUTAGE, "interrupted"));
        assertThat(take(new RunnerInput.Remove())).isEmpty();
        assertThat(take(stop(1))).isEmpty();
        assertThat(take(new RunnerInput.Run(1, false))).isEmpty();
        assertThat(take(new RunnerInput.Done(2))).containsExactly(new RunnerEffect.Finish());
    }

    private static RunnerInput stop(int graceSeconds) {
        return new RunnerInput.Stop(Duration.ofSeconds(graceSeconds));
    }

    private static RunnerEffect call(long number, RunnerStep step) {
        return new RunnerEffect.Call(number, step);
    }

    private static RunnerEffect tell(AgentInput news) {
        return new RunnerEffect.Tell(news);
    }

    private List<RunnerEffect> take(RunnerInput input) {
        var decision = RunnerDecisions.decide(state, input, now);
        state = decision.state();
        return decision.effects();
    }
}

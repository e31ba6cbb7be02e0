package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthOfInstancesTest {
    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void aRolloutWaitsUntilTheNewInstanceIsReady() {
        readyOnce("one");
        web.change(new Change.Update(spec("two", new RolloutPolicy(1, 1)), 1, null));
        web.grantAll();
        web.report(running(2, Readiness.NOT_READY, 0));
        assertThat(web.state.instances()).allMatch(instance -> instance.stopping() == null);

        web.report(running(2, Readiness.READY, 0));

        assertThat(web.state.instance(id(1)))
                .get()
                .extracting(Instance::stopping)
                .isEqualTo(StopReason.REPLACED);
        web.report(InstanceState.KILLED, id(1));
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void anExhaustedCheckStopsTheInstanceInTheSameWriteAndSaysWhy() {
        readyOnce("one");
        web.report(running(1, Readiness.NOT_READY, 3));

        assertThat(web.events)
                .containsExactly(
                        new WorkloadEvent.InstancesObserved(
                                WorkloadOnVirtualTime.NODE, List.of(running(1, Readiness.NOT_READY, 3))),
                        new WorkloadEvent.StopRequested(List.of(id(1)), StopReason.UNHEALTHY));
        assertThat(web.journal.getLast().cause().reason()).isEqualTo("check http failed 3 times in a row: HTTP 503");
        assertThat(web.toldAgents()).anyMatch(AgentCommand.Stop.class::isInstance);
    }

    @Test
    void anUnhealthyInstanceIsReplacedWithoutBackOffAndIsTheLastFailure() {
        readyOnce("one");
        web.report(running(1, Readiness.NOT_READY, 3));
        web.report(InstanceState.KILLED, id(1));

        assertThat(web.state.launchDelay()).isNull();
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(2));
        assertThat(web.state.lastFailure()).extracting(Instance::stopping).isEqualTo(StopReason.UNHEALTHY);
    }

    @Test
    void anAgentThatDoesNotKnowYetTakesNothingAway() {
        readyOnce("one");
        web.pass(Duration.ofSeconds(1));
        web.report(running(1, Readiness.READY, 0).withHealth(Health.UNKNOWN));

        assertThat(web.events).isEmpty();
        assertThat(web.state.instance(id(1))).get().matches(Instance::ready);
    }

    @Test
    void anInstanceOfWhichNothingWasKnownIsNotReadyWhileItsAgentDoesNotKnow() {
        web.change(new Change.Create(spec("one"), 1));
        web.grantAll();
        web.report(running(1, Readiness.READY, 0).withHealth(Health.UNKNOWN));

        assertThat(web.state.instance(id(1))).get().matches(instance -> !instance.ready());
    }

    @Test
    void aLateReportOfAnEarlierTimeIsNoNews() {
        readyOnce("one");
        var early = running(1, Readiness.READY, 0);
        web.pass(Duration.ofSeconds(1));
        web.report(running(1, Readiness.NOT_READY, 1));
        web.report(early);

        assertThat(web.events).isEmpty();
        assertThat(web.state.instance(id(1))).get().matches(instance -> !instance.ready());
    }

    @Test
    void whoDoesNotServeGoesFirst() {
        web.change(new Change.Create(spec("one"), 2));
        web.grantAll();
        web.report(running(1, Readiness.NOT_READY, 1), running(2, Readiness.READY, 0));

        web.change(new Change.Scale(1, null), true);

        assertThat(web.state.instance(id(1))).get().matches(instance -> instance.stopping() == StopReason.SCALED_DOWN);
    }

    @Test
    void anInstanceWithoutProgressIsGivenUpAndTriedAgain() {
        web.change(new Change.Create(spec("one"), 1));
        web.grantAll();
        web.pass(Duration.ofMinutes(4));
        web.report(InstanceReport.seen(id(1), InstanceState.PREPARING, web.now).withMessage("pulling, 10 %"));
        web.pass(Duration.ofMinutes(4));
        assertThat(web.state.instance(id(1))).get().matches(instance -> instance.stopping() == null);

        web.pass(Duration.ofMinutes(1));

        assertThat(web.state.instance(id(1))).get().matches(one -> one.stopping() == StopReason.LAUNCH_OVERDUE);
        web.report(InstanceState.KILLED, id(1));
        assertThat(web.state.instances()).extracting(Instance::id).containsExactly(id(2));
        assertThat(web.state.launchDelay()).isNull();
    }

    private void readyOnce(String command) {
        web.change(new Change.Create(spec(command), 1));
        web.grantAll();
        web.report(running(1, Readiness.READY, 0));
        assertThat(web.state.rollout()).isNull();
    }

    private InstanceReport running(int number, Readiness readiness, int failures) {
        return InstanceReport.seen(id(number), InstanceState.RUNNING, web.now)
                .withHealth(new Health(
                        readiness,
                        List.of(new CheckResult(
                                "http",
                                failures == 0 ? CheckOutcome.UNKNOWN : CheckOutcome.FAILING,
                                START,
                                failures,
                                failures >= 3,
                                503,
                                "HTTP 503",
                                null,
                                null,
                                null,
                                null))));
    }
}

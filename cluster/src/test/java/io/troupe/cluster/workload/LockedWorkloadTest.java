package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.id;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may change a workload and when, and what becomes of changes that are refused, doubled, cancelled or forced. */
class LockedWorkloadTest {
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final DeploymentId D2 = DeploymentId.of("d2");
    private static final DeploymentId D3 = DeploymentId.of("d3");

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();
    private int refusals;

    private RolloutStatus progress(WorkloadCommand command) {
        return switch (web.command(command)) {
            case WorkloadReply.Progress progress -> progress.status();
            case null, default -> throw new AssertionError("no progress");
        };
    }

    private ProblemCode refusal(Change change) {
        return switch (web.command(new WorkloadCommand.Prepare(
                DeploymentId.of("refused-" + ++refusals), START, change, false, true, ANNA))) {
            case WorkloadReply.Refused refused -> refused.problem().code();
            case null, default -> throw new AssertionError("not refused");
        };
    }

    @Test
    void aSecondDeploymentIsRefusedUnlessItIsForced() {
        web.change(new Change.Create(spec("run"), 1));
        var scale = new Change.Scale(2, null);
        assertThat(web.command(new WorkloadCommand.Prepare(D2, START, scale, false, false, ANNA)))
                .isEqualTo(new WorkloadReply.Refused(
                        WEB, Problem.locked("/web is being changed by deployment d1", List.of(D1))));
        assertThat(web.command(new WorkloadCommand.Prepare(D3, START, scale, true, false, ANNA)))
                .isEqualTo(new WorkloadReply.Prepared(WEB, D3, new Original(spec("run"), 1), D1, false));
        assertThat(web.effects)
                .contains(new WorkloadEffect.TellCoordinator(
                        D1, new DeploymentCommand.RolloutNews(WEB, RolloutStatus.SUPERSEDED)));
    }

    @Test
    void whatWasRefusedStaysRefusedThoughNothingStandsInItsWayAnyMore() {
        web.running(spec("run"), 0);
        var late = DeploymentId.of("late");
        var create = new WorkloadCommand.Prepare(late, START, new Change.Create(spec("run"), 1), false, true, ANNA);
        var refused = web.command(create);
        assertThat(refused).isInstanceOf(WorkloadReply.Refused.class);
        web.change(new Change.Delete());
        web.settle();
        assertThat(web.state.exists()).isFalse();

        assertThat(web.command(create)).isEqualTo(refused);
        assertThat(web.events).isEmpty();
    }

    @Test
    void aRefusalIsRememberedFromTheLastTimeItWasSaid() {
        web.running(spec("run"), 0);
        var late = new WorkloadCommand.Prepare(
                DeploymentId.of("late"), START, new Change.Create(spec("run"), 1), false, true, ANNA);
        var refused = web.command(late);
        web.change(new Change.Delete());
        web.settle();
        web.pass(RefusedChanges.LATE_MAX.minusSeconds(1));
        assertThat(web.command(late)).isEqualTo(refused);
        web.pass(Duration.ofSeconds(2));
        web.command(new WorkloadCommand.Prepare(D2, START, new Change.Scale(2, null), false, true, ANNA));

        assertThat(web.command(late)).isEqualTo(refused);
    }

    @Test
    void afterARecoveryAChangeThatMayHaveBeenRefusedIsPreparedAndNotBegun() {
        web.running(spec("run"), 1);
        web.exchange = web.resume().exchange();
        var scale = new WorkloadCommand.Prepare(D2, START, new Change.Scale(2, null), false, true, ANNA);
        assertThat(web.command(scale)).isInstanceOf(WorkloadReply.Prepared.class);
        assertThat(web.command(new WorkloadCommand.Begin(D2, START)))
                .isEqualTo(new WorkloadReply.Progress(WEB, D2, RolloutStatus.RUNNING));
        assertThat(web.events).hasAtLeastOneElementOfType(WorkloadEvent.RolloutBegan.class);
    }

    @Test
    void aTargetHasTheVersionOfItsDeploymentUnlessThatIsNotLaterThanTheLast() {
        var asked = START.minusMillis(40);
        web.command(new WorkloadCommand.Prepare(D1, asked, new Change.Create(spec("run"), 1), false, true, ANNA));
        assertThat(web.state.wanted().at()).isEqualTo(asked);
        assertThat(web.state.revision().since()).isEqualTo(asked);
        web.command(new WorkloadCommand.Prepare(D2, asked, new Change.Scale(2, null), true, true, ANNA));
        assertThat(web.state.wanted().at()).isEqualTo(asked.plusMillis(1));
    }

    @Test
    void preparingAndBeginningAgainChangesNothing() {
        var prepare = new WorkloadCommand.Prepare(D1, START, new Change.Create(spec("run"), 1), false, false, ANNA);
        web.command(prepare);
        web.command(prepare);
        assertThat(web.events).isEmpty();
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.RUNNING);
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.RUNNING);
        web.settle();
        assertThat(web.command(prepare)).isEqualTo(new WorkloadReply.Prepared(WEB, D1, null, null, true));
        assertThat(web.events).isEmpty();
        assertThat(progress(new WorkloadCommand.Begin(D1, START))).isEqualTo(RolloutStatus.COMPLETED);
        assertThat(progress(new WorkloadCommand.Begin(D2, START))).isEqualTo(RolloutStatus.UNKNOWN);
    }

    @Test
    void aCancelledUpdateStopsWhereItIs() {
        web.running(spec("run"), 2);
        var update = web.change(new Change.Update(spec("walk"), 2, null));
        web.grantAll();
        web.report(InstanceState.RUNNING, id(3));
        assertThat(progress(new WorkloadCommand.Release(update, ANNA))).isEqualTo(RolloutStatus.CANCELLED);
        web.settle();
        assertThat(web.state.instances()).hasSize(2);
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactlyInAnyOrder(1L, 2L);

        web.change(new Change.Scale(3, null));
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactlyInAnyOrder(1L, 2L, 2L);

        web.change(new Change.Update(spec("run"), 2, null));
        web.settle();
        assertThat(web.state.instances())
                .as("what still runs of the first revision is not replaced")
                .extracting(Instance::revision)
                .containsExactly(1L, 1L);
        assertThat(web.ids()).contains(id(1));
    }

    @Test
    void aForcedChangeFoldsTheInstancesOfTheOlderOneIn() {
        web.running(spec("run"), 2);
        web.change(new Change.Update(spec("walk"), 2, null));
        web.grantAll();
        web.change(new Change.Scale(3, null), true);
        web.settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsExactly(2L, 2L, 2L);
    }

    @Test
    void aChangeIsRefusedIfItIsStaleOrTheWorkloadIsNotThereOrThereAlready() {
        assertThat(refusal(new Change.Scale(1, null))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(new Change.Update(spec("run"), 1, null))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(new Change.Create(spec("run"), -1))).isEqualTo(ProblemCode.INVALID);
        web.running(spec("run"), 1);
        assertThat(refusal(new Change.Create(spec("run"), 1))).isEqualTo(ProblemCode.EXISTS);
        assertThat(refusal(new Change.Scale(1, 7L))).isEqualTo(ProblemCode.STALE);
        assertThat(refusal(new Change.Update(spec("run"), 1, 7L))).isEqualTo(ProblemCode.STALE);
    }
}

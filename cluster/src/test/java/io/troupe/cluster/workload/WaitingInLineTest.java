package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.START;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes that wait for a workload which another deployment changes. */
class WaitingInLineTest {
    private static final DeploymentId FIRST = DeploymentId.of("first");
    private static final DeploymentId SECOND = DeploymentId.of("second");
    private static final DeploymentId HASTY = DeploymentId.of("hasty");

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void whoWaitsIsToldBehindWhomAndNothingIsStored() {
        var holder = held();
        assertThat(queue(SECOND, 2)).isEqualTo(waiting(SECOND, holder));
        assertThat(queue(FIRST, 1)).isEqualTo(waiting(FIRST, holder));
        assertThat(queue(SECOND, 2)).isEqualTo(waiting(SECOND, holder, FIRST));
        assertThat(web.events).isEmpty();
    }

    @Test
    void whoWasSubmittedFirstIsToldWhenTheLockIsFreeAndTakesIt() {
        held();
        queue(SECOND, 2);
        queue(FIRST, 1);
        free();
        assertThat(web.effects)
                .contains(new WorkloadEffect.TellCoordinator(FIRST, new DeploymentCommand.LockFree(WEB)))
                .doesNotContain(new WorkloadEffect.TellCoordinator(SECOND, new DeploymentCommand.LockFree(WEB)));

        assertThat(queue(SECOND, 2)).isEqualTo(waiting(SECOND, FIRST));
        assertThat(queue(FIRST, 1)).isEqualTo(prepared(FIRST));
        assertThat(queue(SECOND, 2)).isEqualTo(waiting(SECOND, FIRST));
    }

    @Test
    void whoDoesNotStandInLineDoesNotOvertake() {
        held();
        queue(FIRST, 1);
        free();
        assertThat(web.command(new WorkloadCommand.Prepare(HASTY, START, scale(), false, true, ANNA)))
                .isEqualTo(new WorkloadReply.Refused(
                        WEB,
                        Problem.locked(
                                "/web is to be changed by deployment first, which waits in line", List.of(FIRST))));
        assertThat(web.command(new WorkloadCommand.Prepare(SECOND, START, scale(), true, false, ANNA)))
                .as("but by force")
                .isEqualTo(prepared(SECOND));
    }

    @Test
    void whoDoesNotAskAnyMoreOrGivesUpDoesNotHoldUpOthers() {
        held();
        queue(FIRST, 1);
        queue(SECOND, 2);
        free();
        web.command(new WorkloadCommand.Release(FIRST, ANNA));
        assertThat(queue(SECOND, 2)).isEqualTo(prepared(SECOND));

        var other = DeploymentId.of("other");
        queue(other, 3);
        web.command(new WorkloadCommand.Release(SECOND, ANNA));
        web.pass(WaitingLine.PATIENCE);
        assertThat(web.command(new WorkloadCommand.Prepare(HASTY, START, scale(), false, false, ANNA)))
                .isEqualTo(prepared(HASTY));
    }

    @Test
    void whoGaveTheLockBackMayTakeItAgain() {
        running();
        assertThat(queue(FIRST, 1)).isEqualTo(prepared(FIRST));
        web.command(new WorkloadCommand.Release(FIRST, ANNA));
        assertThat(queue(FIRST, 1)).isEqualTo(prepared(FIRST));
        assertThat(web.state.heldBy(FIRST)).isTrue();
    }

    @Test
    void whatCannotBeDoneIsRefusedWhenItsTurnComes() {
        running();
        var stale = new WorkloadCommand.Prepare(FIRST, START, new Change.Scale(2, 7L), false, false, true, ANNA);
        assertThat(web.command(stale)).isInstanceOf(WorkloadReply.Refused.class);
    }

    private void running() {
        web.change(new Change.Create(spec("run"), 1));
        web.settle();
    }

    private DeploymentId held() {
        running();
        return web.change(new Change.Update(spec("walk"), 1, null));
    }

    private void free() {
        web.grantAll();
        web.runAll();
        web.report(InstanceState.KILLED, web.ids(instance -> instance.stopping() != null));
        assertThat(web.state.rollout()).isNull();
    }

    private @Nullable WorkloadReply queue(DeploymentId deployment, long seconds) {
        Instant version = START.plus(Duration.ofSeconds(seconds));
        return web.command(new WorkloadCommand.Prepare(deployment, version, scale(), false, false, true, ANNA));
    }

    private static Change scale() {
        return new Change.Scale(2, null);
    }

    private WorkloadReply prepared(DeploymentId deployment) {
        var now = web.state.original().orElseThrow();
        return new WorkloadReply.Prepared(WEB, deployment, new Original(now.spec(), now.instances()), null, false);
    }

    private static WorkloadReply waiting(DeploymentId deployment, DeploymentId... behind) {
        return new WorkloadReply.Waiting(WEB, deployment, List.of(behind));
    }
}

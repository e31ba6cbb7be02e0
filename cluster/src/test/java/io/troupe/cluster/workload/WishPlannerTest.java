package io.troupe.cluster.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.broker.Wish;
import io.troupe.cluster.broker.Wish.Leaver;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WishPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final WorkloadId WEB = WorkloadId.of("/web");
    private static final NodeId NODE = NodeId.of("n1");
    private static final WorkloadSpec SPEC =
            WorkloadSpec.of(WEB, ContainerSpec.process("main", "true", Resources.of(0.1, 32)));
    private static final WorkloadSpec NEW =
            SPEC.toBuilder().rollout(new RolloutPolicy(0.5, 0.5)).build();
    private static final WorkloadView TWO = view(running(0), running(1));

    @Test
    void aCreationStartsAll() {
        assertThat(wish(new Change.Create(SPEC, 3)))
                .isEqualTo(new Wish(WEB, new Revision(1, NOW, SPEC), 3, List.of(), List.of(), 0, 6));
    }

    @Test
    void anUpdateReplacesAllWithinItsBounds() {
        assertThat(wish(new Change.Update(NEW, 3, null), TWO))
                .isEqualTo(new Wish(WEB, new Revision(2, NOW, NEW), 3, List.of(), List.of(leaver(1), leaver(0)), 2, 4));
        assertThat(wish(new Change.Update(NEW, 2, null, RolloutManner.BLUE_GREEN), TWO)
                        .existingMax())
                .isEqualTo(4);
    }

    @Test
    void anUpdateToWhatRunsAlreadyOnlyCounts() {
        assertThat(wish(new Change.Update(SPEC, 3, null), TWO))
                .isEqualTo(new Wish(WEB, new Revision(1, NOW, SPEC), 1, List.of(NODE, NODE), List.of(), 3, 6));
    }

    @Test
    void aRestartReplacesAllByTheSame() {
        var wish = wish(new Change.Restart(), TWO);
        assertThat(wish.fresh()).isEqualTo(2);
        assertThat(wish.revision()).isEqualTo(TWO.revision());
        assertThat(wish.leaving()).containsExactly(leaver(1), leaver(0));
    }

    @Test
    void aScalingStartsOrStopsTheDifference() {
        assertThat(wish(new Change.Scale(5, null), TWO).fresh()).isEqualTo(3);
        var down = wish(new Change.Scale(1, null), TWO);
        assertThat(down.fresh()).isZero();
        assertThat(down.staying()).containsExactly(NODE);
        assertThat(down.leaving()).as("the youngest goes first").containsExactly(leaver(1));
    }

    @Test
    void whatWaitsAlreadyCountsAsNotStarted() {
        var waiting = Instance.planned(InstanceId.mint(WEB, "2"), 2, 1, 1, NOW);
        assertThat(wish(new Change.Scale(4, null), view(running(0), running(1), waiting))
                        .fresh())
                .isEqualTo(2);
    }

    @Test
    void whatIsKilledOrBeingStoppedGoes() {
        var kill = wish(new Change.KillAndScale(List.of(id(0))), TWO);
        assertThat(kill.leaving()).containsExactly(leaver(0));
        assertThat(kill.fresh()).isZero();
        var stopping = running(0).withStop(StopReason.KILLED_BY_USER, NOW);
        var scale = wish(new Change.Scale(2, null), view(stopping, running(1)));
        assertThat(scale.fresh()).isEqualTo(1);
        assertThat(scale.leaving()).containsExactly(new Leaver(id(0), NODE, false));
    }

    @Test
    void aDeletionStopsAllAndStartsNothing() {
        var wish = wish(new Change.Delete(), TWO);
        assertThat(wish.fresh()).isZero();
        assertThat(wish.staying()).isEmpty();
        assertThat(wish.leaving()).containsExactlyInAnyOrder(leaver(0), leaver(1));
    }

    @Test
    void ofVeryManyOnlyTheFirstAreAsked() {
        var steps = List.of(new Step(IntStream.range(0, 600)
                .mapToObj(number -> {
                    var id = WorkloadId.of("/w" + number);
                    return new WorkloadChange(
                            id, new Change.Create(SPEC.toBuilder().id(id).build(), 1));
                })
                .toList()));
        assertThat(WishPlanner.wishes(steps, List.of(), NOW).getFirst()).hasSize(500);
        assertThat(WishPlanner.wishes(step(new Change.Scale(2, null)), List.of(), NOW))
                .as("nothing is there to be scaled")
                .containsExactly(List.of());
    }

    private static Wish wish(Change change, WorkloadView... views) {
        return WishPlanner.wishes(step(change), List.of(views), NOW).getFirst().getFirst();
    }

    private static List<Step> step(Change change) {
        return List.of(new Step(List.of(new WorkloadChange(WEB, change))));
    }

    private static InstanceId id(int slot) {
        return InstanceId.mint(WEB, "" + slot);
    }

    private static Leaver leaver(int slot) {
        return new Leaver(id(slot), NODE, true);
    }

    private static Instance running(int slot) {
        return Instance.planned(id(slot), slot, 1, 1, NOW.plusSeconds(slot))
                .withPlace(new InstancePlace(NODE, "host", List.of()), NOW)
                .withReport(InstanceReport.seen(id(slot), InstanceState.RUNNING, NOW));
    }

    private static WorkloadView view(Instance... instances) {
        var revision = new Revision(1, NOW, SPEC);
        var target = new Target(1, NOW, 1, instances.length);
        return new WorkloadView(
                WEB,
                1,
                revision,
                target,
                List.of(revision),
                List.of(target),
                List.of(instances),
                null,
                false,
                null,
                null,
                null);
    }
}

package io.troupe.cluster.placement;

import static io.troupe.cluster.placement.NodeFixture.node;
import static io.troupe.cluster.placement.SpecFixture.SMALL;
import static io.troupe.cluster.placement.SpecFixture.constrained;
import static io.troupe.cluster.placement.SpecFixture.image;
import static io.troupe.cluster.placement.SpecFixture.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nodes a workload that runs one instance on every node is for. */
class FitnessTest {
    @Test
    void anyNodeIsFitForWhatWantsNothingOfIt() {
        assertThat(isFit(process(SMALL), node("a"))).isTrue();
    }

    @Test
    void roomDoesNotMatter() {
        assertThat(isFit(process(new Resources(1_000_000, 1_000_000, 0, 0)), node("a")))
                .isTrue();
        assertThat(isFit(process(SMALL), node("a").unavailable())).isTrue();
    }

    @Test
    void anEngineThatIsAwayIsThereStillAndOneThatThereIsNotIsNot() {
        var away = new EngineDescription(EngineKind.IMAGES, "docker", "29", false);

        assertThat(isFit(image(SMALL), node("a").engines(away))).isTrue();
        assertThat(isFit(image(SMALL), node("a").engines(NodeFixture.PROCESSES)))
                .isFalse();
    }

    @Test
    void aRoleThatTheNodeLacksMakesItUnfit() {
        var web = SpecFixture.with(process(SMALL), NetworkSpec.HOST, List.of(), List.of(), "web");

        assertThat(isFit(web, node("a").roles("web", "*"))).isTrue();
        assertThat(isFit(web, node("a"))).isFalse();
    }

    @Test
    void constraintsOfTheNodeItselfMatterAndThoseOfOthersDoNot() {
        var ssd = node("a").attribute("disk", "ssd");

        assertThat(isFit(constrained("disk", ConstraintOperator.LIKE, "ssd|nvme"), ssd))
                .isTrue();
        assertThat(isFit(constrained("disk", ConstraintOperator.UNLIKE, "ssd"), ssd))
                .isFalse();
        assertThat(isFit(constrained("disk", ConstraintOperator.IS, "ssd"), ssd))
                .isTrue();
        assertThat(isFit(constrained("disk", ConstraintOperator.CLUSTER, "tape"), ssd))
                .isFalse();
        assertThat(isFit(constrained("disk", ConstraintOperator.IS, "ssd"), node("a")))
                .isFalse();
        assertThat(isFit(constrained("hostname", ConstraintOperator.UNIQUE, null), node("a")))
                .isTrue();
    }

    @Test
    void aNodeThatHasOneTakesNoOther() {
        var spec = process(SMALL).toBuilder().slots(new SlotRule.EveryNode()).build();
        var nodes =
                List.of(node("a").snapshot(), node("b").snapshot(), node("c").snapshot());
        var waiting = SpecFixture.instances(3);

        var result = Placement.place(
                nodes, new PlacementRequest(spec, waiting, List.of(node("b").description())), 1);

        assertThat(result.grants())
                .extracting(grant -> grant.place().node().value())
                .containsExactlyInAnyOrder("a", "c");
        assertThat(result.unplaced()).containsExactly(waiting.get(2));
        assertThat(result.refusals())
                .singleElement()
                .matches(count -> count.reason() == RefusalReason.ONE_EACH && count.nodes() == 3)
                .matches(count -> count.example().equals("wanted a node without an instance of it, found it has one"));
    }

    private static boolean isFit(WorkloadSpec spec, NodeFixture node) {
        return Fitness.of(spec).isFit(node.description());
    }
}

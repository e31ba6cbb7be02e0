package io.troupe.cluster.placement;

import static io.troupe.cluster.placement.NodeFixture.node;
import static io.troupe.cluster.placement.SpecFixture.SMALL;
import static io.troupe.cluster.placement.SpecFixture.constrained;
import static io.troupe.cluster.placement.SpecFixture.image;
import static io.troupe.cluster.placement.SpecFixture.instances;
import static io.troupe.cluster.placement.SpecFixture.port;
import static io.troupe.cluster.placement.SpecFixture.ports;
import static io.troupe.cluster.placement.SpecFixture.process;
import static io.troupe.cluster.placement.SpecFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary.Count;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final long SEED = 1;

    @Test
    void instancesOfAWorkloadAreSpreadBeforeTheEmptiestNodeIsFilled() {
        NodeFixture busy = node("a").used(new Resources(2000, 1024, 0, 0));

        assertThat(countByNode(place(process(SMALL), 4, busy, node("b")))).isEqualTo(Map.of("a", 2L, "b", 2L));
    }

    @Test
    void amongEqualNodesTheLeastAllocatedIsTaken() {
        NodeFixture busy = node("a").used(new Resources(2000, 0, 0, 0));

        assertThat(countByNode(place(process(SMALL), 1, busy, node("b")))).isEqualTo(Map.of("b", 1L));
    }

    @Test
    void theNodesOfOlderInstancesCountForTheSpread() {
        PlacementResult result = Placement.place(
                List.of(node("a").snapshot(), node("b").snapshot()),
                new PlacementRequest(
                        process(SMALL), instances(1), List.of(node("a").description())),
                SEED);

        assertThat(countByNode(result)).isEqualTo(Map.of("b", 1L));
    }

    @Test
    void whatDoesNotFitIsLeftOverWithItsReasonsCountedByTheFirstFailingRule() {
        PlacementResult result = place(
                image(new Resources(0, 1024, 0, 0)),
                5,
                node("a"),
                node("b").used(new Resources(0, 1100, 0, 0)),
                node("c").engines(NodeFixture.PROCESSES));

        assertThat(result.unplaced()).isEqualTo(instances(5).subList(2, 5));
        assertThat(result.refusals())
                .isEqualTo(List.of(
                        new Count(RefusalReason.ENGINE, 1, "wanted an engine for images, found none"),
                        new Count(RefusalReason.MEMORY, 2, "wanted 1024 MiB, found 0 MiB free of 2048 MiB")));
    }

    @Test
    void nineOverThreeZonesOfWhichTwoExistPlaceSixAndLeaveThree() {
        PlacementResult result = place(
                constrained("@zone", ConstraintOperator.GROUP_BY, "3"),
                9,
                node("a").zone("z1"),
                node("b").zone("z1"),
                node("c").zone("z2"));

        assertThat(result.grants()).hasSize(6);
        assertThat(result.unplaced()).hasSize(3);
        assertThat(countByNode(result)).containsEntry("c", 3L);
    }

    @Test
    void groupByWithoutANumberSpreadsOverTheZonesThereAre() {
        PlacementResult result = place(
                constrained("@zone", ConstraintOperator.GROUP_BY, null),
                9,
                node("a").zone("z1"),
                node("b").zone("z1"),
                node("c").zone("z2"));

        assertThat(result.unplaced()).isEmpty();
        assertThat(countByNode(result).get("c")).isBetween(4L, 5L);
    }

    @Test
    void uniqueLeavesOneInstanceMoreThanNodesWaiting() {
        PlacementResult result =
                place(constrained("hostname", ConstraintOperator.UNIQUE, null), 3, node("a"), node("b"));

        assertThat(countByNode(result)).isEqualTo(Map.of("a", 1L, "b", 1L));
        assertThat(result.unplaced()).hasSize(1);
    }

    @Test
    void clusterWithoutAValueLetsTheFirstInstanceChooseForTheOthers() {
        NodeFixture[] nodes = IntStream.range(0, 6)
                .mapToObj(number -> node("n" + number).zone("z" + number % 3))
                .toArray(NodeFixture[]::new);

        PlacementResult result = place(constrained("@zone", ConstraintOperator.CLUSTER, null), 10, nodes);

        assertThat(result.unplaced()).isEmpty();
        assertThat(countByNode(result)).hasSize(2);
    }

    @Test
    void onTheHostNetworkAPortIsTheHostPort() {
        PlacementResult result = place(ports(port(0, 31_007), port(8080, 31_008)), 1, node("a"));

        assertThat(result.grants().getFirst().place().ports())
                .isEqualTo(List.of(new AssignedPort(31_007, 31_007), new AssignedPort(31_008, 31_008)));
    }

    @Test
    void onABridgeAContainerPortIsPublishedOnAFreeHostPortOrNotAtAll() {
        WorkloadSpec spec = with(
                image(SMALL),
                NetworkSpec.BRIDGE,
                List.of(port(80, 0), port(81, null), port(0, 31_001), port(82, 31_002), port(0, null)),
                List.of());

        List<AssignedPort> ports = place(
                        spec, 1, node("a").ports(31_000, 31_003).taken(31_003))
                .grants()
                .getFirst()
                .place()
                .ports();

        assertThat(ports.subList(0, 4))
                .isEqualTo(List.of(
                        new AssignedPort(80, 31_000),
                        new AssignedPort(81, null),
                        new AssignedPort(31_001, 31_001),
                        new AssignedPort(82, 31_002)));
        assertThat(ports.get(4).hostPort()).isNull();
        assertThat(ports.get(4).containerPort()).isBetween(49_152, 65_535);
    }

    @Test
    void freePortsAreHandedOutByChanceOfTheSeed() {
        WorkloadSpec spec = ports(port(0, 0));

        assertThat(IntStream.range(0, 50)
                        .mapToObj(seed -> Placement.place(
                                        List.of(node("a").snapshot()),
                                        new PlacementRequest(spec, instances(1), List.of()),
                                        seed)
                                .grants()
                                .getFirst()
                                .place()
                                .ports()
                                .getFirst())
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void withoutNodesNothingIsPlacedAndNothingIsToBlame() {
        assertThat(place(process(SMALL), 2)).isEqualTo(new PlacementResult(List.of(), instances(2), List.of()));
    }

    private static PlacementResult place(WorkloadSpec spec, int count, NodeFixture... nodes) {
        return Placement.place(
                Arrays.stream(nodes).map(NodeFixture::snapshot).toList(),
                new PlacementRequest(spec, instances(count), List.of()),
                SEED);
    }

    private static Map<String, Long> countByNode(PlacementResult result) {
        return result.grants().stream()
                .collect(Collectors.groupingBy(grant -> grant.place().node().value(), Collectors.counting()));
    }
}

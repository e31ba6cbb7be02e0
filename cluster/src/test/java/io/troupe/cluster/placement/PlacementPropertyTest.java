package io.troupe.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation.NodeVerdict;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every cluster and every request; each case is one seed. */
class PlacementPropertyTest {
    private static final int SEEDS = 300;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noNodeIsFilledBeyondWhatItHas(long seed) {
        Case some = Case.of(seed);
        Map<String, Resources> taken = new HashMap<>();
        for (PlacedInstance grant : some.place().grants()) {
            taken.merge(grant.place().node().value(), some.request.spec().resources(), Resources::plus);
        }
        for (NodeSnapshot node : some.nodes) {
            assertThat(node.free().covers(taken.getOrDefault(node.id().value(), Resources.NONE)))
                    .as("seed %d node %s", seed, node)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noHostPortIsHandedOutTwiceOrFromElsewhere(long seed) {
        Case some = Case.of(seed);
        for (NodeSnapshot node : some.nodes) {
            Set<Integer> taken = new HashSet<>(node.takenPorts());
            some.place().grants().stream()
                    .filter(grant -> grant.place().node().equals(node.id()))
                    .flatMap(grant -> grant.place().ports().stream())
                    .map(AssignedPort::hostPort)
                    .filter(Objects::nonNull)
                    .forEach(port -> {
                        assertThat(taken.add(port))
                                .as("seed %d port %d", seed, port)
                                .isTrue();
                        assertThat(node.description().ports())
                                .as("seed %d port %d", seed, port)
                                .anyMatch(range -> range.contains(port));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachInstanceIsPlacedOnceOrLeftOver(long seed) {
        Case some = Case.of(seed);
        PlacementResult result = some.place();

        List<Object> all = new ArrayList<>(result.unplaced());
        result.grants().forEach(grant -> all.add(grant.id()));
        assertThat(all).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(some.request.waiting());
        assertThat(result.refusals().isEmpty())
                .as("seed %d", seed)
                .isEqualTo(result.unplaced().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void constraintsHoldForWhatIsGranted(long seed) {
        Case some = Case.of(seed);
        List<NodeDescription> placed = new ArrayList<>();
        for (PlacedInstance grant : some.place().grants()) {
            placed.add(some.node(grant.place().node().value()).description());
        }
        for (Constraint constraint : some.request.spec().constraints()) {
            Map<String, Integer> before = new Peers(some.request.peers()).countByValue(constraint.field());
            List<String> values = placed.stream()
                    .flatMap(node -> NodeField.valueOf(node, constraint.field()).stream())
                    .toList();
            if (constraint.operator() != ConstraintOperator.UNLIKE) {
                assertThat(values).as("seed %d", seed).hasSameSizeAs(placed);
            }
            Map<String, Integer> after = new HashMap<>(before);
            values.forEach(value -> after.merge(value, 1, Integer::sum));
            for (String value : new HashSet<>(values)) {
                assertThat(holds(constraint, value, before, after, some.request.instances()))
                        .as("seed %d: %s at %s, before %s, after %s", seed, constraint, value, before, after)
                        .isTrue();
            }
        }
    }

    private static boolean holds(
            Constraint constraint,
            String value,
            Map<String, Integer> before,
            Map<String, Integer> after,
            int instances) {
        String wanted = Objects.requireNonNullElse(constraint.value(), "");
        int count = after.getOrDefault(value, 0);
        return switch (constraint.operator()) {
            case UNIQUE -> count == 1;
            case MAX_PER -> count <= Integer.parseInt(wanted);
            case CLUSTER -> wanted.isEmpty() ? after.size() == 1 : value.equals(wanted);
            case LIKE -> value.matches(wanted);
            case UNLIKE -> !value.matches(wanted);
            case IS -> value.equals(wanted);
            case GROUP_BY -> {
                int groups = Integer.parseInt(wanted);
                yield count <= Math.ceilDiv(instances, groups)
                        && (before.containsKey(value) || after.size() <= Math.max(groups, before.size()));
            }
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSnapshotRequestAndSeedGiveTheSamePlaces(long seed) {
        Case some = Case.of(seed);
        List<NodeSnapshot> reversed = some.nodes.reversed();

        assertThat(Placement.place(reversed, some.request, seed))
                .as("seed %d", seed)
                .isEqualTo(some.place());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNodeTakesOneMoreIfAndOnlyIfTheExplanationHasNothingAgainstIt(long seed) {
        Case some = Case.of(seed);
        PlacementRequest oneMore =
                new PlacementRequest(some.request.spec(), some.request.waiting().subList(0, 1), some.request.peers());
        for (NodeVerdict verdict : Placement.explain(some.nodes, oneMore)) {
            List<NodeSnapshot> alone = List.of(some.node(verdict.node().value()));
            assertThat(Placement.place(alone, oneMore, seed).unplaced().isEmpty())
                    .as("seed %d: %s", seed, verdict)
                    .isEqualTo(verdict.refusals().isEmpty());
        }
    }

    /** A small cluster in all sorts of states, and a request with all sorts of rules. */
    private record Case(List<NodeSnapshot> nodes, PlacementRequest request, long seed) {
        static Case of(long seed) {
            SplittableRandom chance = new SplittableRandom(seed);
            List<NodeSnapshot> nodes = IntStream.range(0, chance.nextInt(1, 9))
                    .mapToObj(number -> node(number, chance))
                    .toList();
            List<NodeDescription> peers = IntStream.range(0, chance.nextInt(5))
                    .mapToObj(any -> nodes.get(chance.nextInt(nodes.size())).description())
                    .toList();
            return new Case(
                    nodes,
                    new PlacementRequest(spec(chance), SpecFixture.instances(chance.nextInt(1, 20)), peers),
                    seed);
        }

        PlacementResult place() {
            return Placement.place(nodes, request, seed);
        }

        NodeSnapshot node(String id) {
            return nodes.stream()
                    .filter(node -> node.id().value().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        private static NodeSnapshot node(int number, SplittableRandom chance) {
            NodeFixture node = NodeFixture.node("n" + number)
                    .used(new Resources(chance.nextInt(4001), chance.nextInt(2049), chance.nextInt(10_001), 0))
                    .ports(31_000, 31_000 + chance.nextInt(1, 10))
                    .taken(31_000 + chance.nextInt(10));
            if (chance.nextInt(4) > 0) {
                node = node.zone("z" + chance.nextInt(4));
            }
            return chance.nextInt(8) == 0 ? node.unavailable().snapshot() : node.snapshot();
        }

        private static WorkloadSpec spec(SplittableRandom chance) {
            Resources wanted = new Resources(chance.nextInt(500), chance.nextInt(300), chance.nextInt(1000), 0);
            List<PortSpec> ports = IntStream.range(0, chance.nextInt(3))
                    .mapToObj(any -> SpecFixture.port(0, chance.nextInt(4) == 0 ? 31_000 + chance.nextInt(9) : 0))
                    .toList();
            List<Constraint> constraints = IntStream.range(0, chance.nextInt(3))
                    .mapToObj(any -> constraint(chance))
                    .toList();
            return SpecFixture.with(SpecFixture.process(wanted), NetworkSpec.HOST, ports, constraints);
        }

        private static Constraint constraint(SplittableRandom chance) {
            ConstraintOperator[] operators = ConstraintOperator.values();
            ConstraintOperator operator = operators[chance.nextInt(operators.length)];
            String field = chance.nextInt(3) == 0 ? "hostname" : "@zone";
            return new Constraint(
                    field,
                    operator,
                    switch (operator) {
                        case UNIQUE -> null;
                        case CLUSTER -> chance.nextBoolean() ? null : "z1";
                        case LIKE, UNLIKE -> field.equals("@zone") ? "z[12]" : "n[0-3]\\.test";
                        case IS -> field.equals("@zone") ? "z1" : "n1.test";
                        case MAX_PER, GROUP_BY -> Integer.toString(chance.nextInt(1, 4));
                    });
        }
    }
}

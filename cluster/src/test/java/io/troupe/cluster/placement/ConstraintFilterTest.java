package io.troupe.cluster.placement;

import static io.troupe.cluster.placement.NodeFixture.node;
import static io.troupe.cluster.placement.SpecFixture.constrained;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.ConstraintOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each of Marathon's operators says of a node with {@code rack = r1}, or of one without the field. */
class ConstraintFilterTest {
    private static final String NONE = "the node has no such field";

    @ParameterizedTest(name = "{0} {1} beside [{2}] on a rack {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                // operator, value, racks of the peers, the node's rack, what is wrong
                "LIKE,     r[12],   -,        r1,   -",
                "LIKE,     r,       -,        r1,   r1",
                "LIKE,     r[12],   -,        -,    the node has no such field",
                "LIKE,     r[,      -,        r1,   that is not a regular expression",
                "LIKE,     -,       -,        r1,   that is not a regular expression",
                "UNLIKE,   r[12],   -,        r3,   -",
                "UNLIKE,   r[12],   -,        r1,   r1",
                "UNLIKE,   r[12],   -,        -,    -",
                "IS,       r1,      -,        r1,   -",
                "IS,       r2,      -,        r1,   r1",
                "IS,       1.5,     -,        1.5004, -",
                "IS,       1.5,     -,        1.5006, 1.5006",
                "IS,       1,       -,        -,    the node has no such field",
                "UNIQUE,   -,       -,        r1,   -",
                "UNIQUE,   -,       r2 r3,    r1,   -",
                "UNIQUE,   -,       r1,       r1,   'r1, which has 1'",
                "UNIQUE,   -,       -,        -,    the node has no such field",
                "MAX_PER,  2,       r1,       r1,   -",
                "MAX_PER,  2,       r1 r1,    r1,   'r1, which has 2'",
                "MAX_PER,  two,     -,        r1,   that is not a whole number",
                "CLUSTER,  -,       -,        r1,   -",
                "CLUSTER,  -,       r1 r1,    r1,   -",
                "CLUSTER,  -,       r2,       r1,   'r1, while an instance runs at r2'",
                "CLUSTER,  r1,      -,        r1,   -",
                "CLUSTER,  r1,      r2,       r1,   -",
                "CLUSTER,  r2,      -,        r1,   r1",
                // One more of 9 over 3 values: each has room for 3.
                "GROUP_BY, 3,       r1 r1 r2 r2 r3 r3 r3 r3, r1, -",
                "GROUP_BY, 3,       r1 r1 r1 r2 r2 r2 r3 r3, r1, 'r1, which has 3 of 9'",
                "GROUP_BY, 3,       r2 r3 r4, r1,   'r1, one value too many'",
                // One more of 4 over 3 values: the remainder goes to one of them.
                "GROUP_BY, 3,       r1 r2 r3, r1,   -",
                "GROUP_BY, 3,       r1 r2 r2, r1,   'r1, which has 1 of 4'",
                "GROUP_BY, three,   -,        r1,   that is not a number of values"
            })
    void anOperatorJudgesTheValue(
            ConstraintOperator operator,
            @Nullable String value,
            @Nullable String racks,
            @Nullable String rack,
            @Nullable String fault) {
        List<NodeDescription> peers = new ArrayList<>();
        if (racks != null) {
            for (String other : racks.split(" ")) {
                peers.add(node("peer" + peers.size()).attribute("rack", other).description());
            }
        }
        NodeFixture node = rack == null ? node("a") : node("a").attribute("rack", rack);

        List<Refusal> refusals = refusals(node, "rack", operator, value, peers);

        String wanted = value == null ? "rack " + operator : "rack " + operator + " " + value;
        assertThat(refusals)
                .isEqualTo(fault == null ? List.of() : List.of(new Refusal(RefusalReason.CONSTRAINT, wanted, fault)));
    }

    @ParameterizedTest
    @CsvSource({
        "hostname, a.test",
        "@hostname, a.test",
        "@region, here",
        "@zone, z1",
        "rack, r1",
    })
    void aFieldIsTheAddressTheRegionTheZoneOrAnAttribute(String field, String value) {
        NodeFixture node = node("a").zone("z1").attribute("rack", "r1");

        assertThat(refusals(node, field, ConstraintOperator.IS, value, List.of()))
                .isEmpty();
        assertThat(refusals(node, field, ConstraintOperator.IS, "other", List.of()))
                .hasSize(1);
    }

    @Test
    void aNodeWithoutAZoneHasNoSuchField() {
        assertThat(refusals(node("a"), "@zone", ConstraintOperator.UNIQUE, null, List.of()))
                .containsExactly(new Refusal(RefusalReason.CONSTRAINT, "@zone UNIQUE", NONE));
    }

    @Test
    void anExpressionThatGoesBackAndForthWithoutEndIsStopped() {
        NodeFixture node = node("a").attribute("rack", "a".repeat(60));

        assertThat(refusals(node, "rack", ConstraintOperator.LIKE, "(.*a){30}b", List.of()))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.found()).contains("takes too long"));
    }

    private static List<Refusal> refusals(
            NodeFixture node,
            String field,
            ConstraintOperator operator,
            @Nullable String value,
            List<NodeDescription> peers) {
        PlacementRequest request =
                new PlacementRequest(constrained(field, operator, value), List.of(), peers, peers.size() + 1);
        return Placement.explain(List.of(node.snapshot()), request).getFirst().refusals();
    }
}

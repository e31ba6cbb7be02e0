package io.troupe.cluster.placement;

import static io.troupe.cluster.placement.NodeFixture.node;
import static io.troupe.cluster.placement.SpecFixture.SMALL;
import static io.troupe.cluster.placement.SpecFixture.image;
import static io.troupe.cluster.placement.SpecFixture.port;
import static io.troupe.cluster.placement.SpecFixture.ports;
import static io.troupe.cluster.placement.SpecFixture.process;
import static io.troupe.cluster.placement.SpecFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule says of one node; constraints have a table of their own. */
class PlacementFilterTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void eachRuleRefusesWithAReasonAndWhatWasWantedAndFound(
            String sentence, NodeFixture node, WorkloadSpec spec, List<Refusal> refusals) {
        assertThat(refusals(node, spec)).as(sentence).isEqualTo(refusals);
    }

    @Test
    void allRulesThatRefuseAreToldInTheOrderOfTheReasons() {
        NodeFixture full = node("a").used(new Resources(4000, 2048, 10_000, 1)).unavailable();

        assertThat(refusals(full, process(new Resources(1, 1, 1, 1))))
                .extracting(Refusal::reason)
                .containsExactly(
                        RefusalReason.NODE_UNAVAILABLE,
                        RefusalReason.CPUS,
                        RefusalReason.MEMORY,
                        RefusalReason.DISK,
                        RefusalReason.GPUS);
    }

    static Stream<Arguments> cases() {
        NodeFixture plain = node("a");
        EngineDescription down = new EngineDescription(EngineKind.IMAGES, "docker", "29", false);
        return Stream.of(
                taken("an empty node takes a small process", plain, process(SMALL)),
                refused(
                        "a node that is drained takes nothing",
                        plain.unavailable(),
                        process(SMALL),
                        new Refusal(
                                RefusalReason.NODE_UNAVAILABLE,
                                "a node that takes new instances",
                                "it takes none now")),
                taken("an image runs where an engine for images answers", plain, image(SMALL)),
                refused(
                        "an image does not run where the engine is down",
                        plain.engines(down, NodeFixture.PROCESSES),
                        image(SMALL),
                        new Refusal(RefusalReason.ENGINE, "an engine for images", "docker does not answer")),
                taken("a process runs where only processes can", plain.engines(NodeFixture.PROCESSES), process(SMALL)),
                refused(
                        "a process does not run where only images can",
                        plain.engines(NodeFixture.DOCKER),
                        process(SMALL),
                        new Refusal(RefusalReason.ENGINE, "an engine for processes", "none")),
                refused(
                        "what is for nobody in particular does not go where others have their capacity",
                        plain.roles("db"),
                        process(SMALL),
                        new Refusal(RefusalReason.ROLE, "role *", "role db")),
                taken("a workload finds the capacity of its own role", plain.roles("db"), ofRole("db")),
                taken("and that which is for everybody", plain, ofRole("db")),
                refused(
                        "but not that of another",
                        plain.roles("web"),
                        ofRole("db"),
                        new Refusal(RefusalReason.ROLE, "role * or db", "role web")),
                refused(
                        "nor any that it does not accept",
                        plain,
                        ofRole("db").toBuilder().roles(List.of("db")).build(),
                        new Refusal(RefusalReason.ROLE, "role db", "role *")),
                taken("one common role is enough", plain.roles("db", "ads"), roles("web", "ads")),
                taken("the default role is a role like others", plain, roles("*")),
                refused(
                        "a node of other roles is refused",
                        plain,
                        roles("web", "ads"),
                        new Refusal(RefusalReason.ROLE, "role web or ads", "role *")),
                taken("all that is left may be taken", plain, process(new Resources(4000, 2048, 10_000, 1))),
                refused(
                        "a thousandth of a core too much is too much",
                        plain.used(new Resources(3500, 0, 0, 0)),
                        process(new Resources(501, 0, 0, 0)),
                        new Refusal(RefusalReason.CPUS, "0.501 cpus", "0.5 free of 4")),
                refused(
                        "memory in use is not there",
                        plain.used(new Resources(0, 1536, 0, 0)),
                        process(new Resources(0, 1024, 0, 0)),
                        new Refusal(RefusalReason.MEMORY, "1024 MiB", "512 MiB free of 2048 MiB")),
                refused(
                        "scratch space is counted",
                        plain,
                        process(new Resources(0, 0, 10_001, 0)),
                        new Refusal(RefusalReason.DISK, "10001 MiB", "10000 MiB free of 10000 MiB")),
                refused(
                        "graphics processors are counted",
                        plain,
                        process(new Resources(0, 0, 0, 2)),
                        new Refusal(RefusalReason.GPUS, "2 GPUs", "1 free of 1")),
                taken(
                        "custom resources are found by name",
                        licensed(5, 2),
                        process(SMALL.withCustom(Map.of("licence", 3L)))),
                refused(
                        "custom resources are counted",
                        licensed(5, 3),
                        process(SMALL.withCustom(Map.of("licence", 3L))),
                        new Refusal(RefusalReason.CUSTOM, "3 licence", "2 free of 5")),
                refused(
                        "a node that was not told of a custom resource has none, and each one is told",
                        licensed(5, 5),
                        process(SMALL.withCustom(Map.of("licence", 1L, "dongle", 1L))),
                        new Refusal(RefusalReason.CUSTOM, "1 dongle", "it has none"),
                        new Refusal(RefusalReason.CUSTOM, "1 licence", "0 free of 5")),
                refused(
                        "a node that is kept for its GPU takes none without",
                        plain.keptForGpus(),
                        process(SMALL),
                        new Refusal(
                                RefusalReason.SCARCE,
                                "a node for everybody",
                                "it is kept for those who ask for a GPU")),
                taken("it takes one that wants it", plain.keptForGpus(), process(new Resources(100, 64, 0, 1))),
                taken(
                        "without a GPU there is nothing to keep",
                        plain.total(new Resources(4000, 2048, 0, 0)).keptForGpus(),
                        process(SMALL)),
                taken(
                        "what wants nothing of a resource fits where too much of it was taken",
                        plain.used(new Resources(5000, 0, 0, 0)),
                        process(new Resources(0, 64, 0, 0))),
                taken("a fixed port in the lent range", plain, ports(port(0, 31_000))),
                refused(
                        "a fixed port outside of it",
                        plain,
                        ports(port(0, 80)),
                        new Refusal(RefusalReason.PORTS, "host port 80", "it lends only 31000-31099")),
                refused(
                        "a fixed port that is taken",
                        plain.taken(31_000),
                        ports(port(0, 31_000)),
                        new Refusal(RefusalReason.PORTS, "host port 31000", "it is taken")),
                refused(
                        "one number twice",
                        plain,
                        ports(port(0, 31_000), port(0, 31_000)),
                        new Refusal(RefusalReason.PORTS, "host port 31000 twice", "one of each")),
                taken("no host port wanted is none needed", plain.ports(1, 1).taken(1), ports(port(80, null))),
                refused(
                        "too few free ports beside the fixed one",
                        plain.ports(100, 102).taken(100),
                        ports(port(0, 101), port(0, 0), port(0, 0)),
                        new Refusal(RefusalReason.PORTS, "2 free host ports", "1 free")));
    }

    private static NodeFixture licensed(long total, long used) {
        return node("a")
                .total(SMALL.withCustom(Map.of("licence", total)))
                .used(Resources.NONE.withCustom(Map.of("licence", used)));
    }

    private static WorkloadSpec ofRole(String role) {
        return process(SMALL).toBuilder().role(role).build();
    }

    private static WorkloadSpec roles(String... roles) {
        return with(process(SMALL), NetworkSpec.HOST, List.of(), List.of(), roles);
    }

    private static List<Refusal> refusals(NodeFixture node, WorkloadSpec spec) {
        return Placement.explain(List.of(node.snapshot()), new PlacementRequest(spec, List.of(), List.of(), 1))
                .getFirst()
                .refusals();
    }

    private static Arguments taken(String sentence, NodeFixture node, WorkloadSpec spec) {
        return Arguments.of(sentence, node, spec, List.of());
    }

    private static Arguments refused(String sentence, NodeFixture node, WorkloadSpec spec, Refusal... refusals) {
        return Arguments.of(sentence, node, spec, Arrays.asList(refusals));
    }
}

package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls by a real engine from a real registry. */
@Tag("real")
class RegistryPullTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void anImageForAllIsPulledAndSaysSo() throws IOException, InterruptedException {
        try (var registry = LocalRegistry.start(folder, false);
                var engine = engine(folder.resolve("none.json"))) {
            var image = registry.push("team/shop:1", "one");
            var progress = new ArrayList<String>();
            engine.prepare(plan(image, false), progress::add);
            assertThat(progress).first().isEqualTo("pulling " + image);
            assertThat(word(engine, plan(image, false))).isEqualTo("one");
        }
    }

    @Test
    void aForcedPullTakesWhatTheNameMeansNow() throws IOException, InterruptedException {
        try (var registry = LocalRegistry.start(folder, false);
                var engine = engine(folder.resolve("none.json"))) {
            var image = registry.push("team/shop:1", "one");
            engine.prepare(plan(image, true), PrepareProgress.SILENT);
            assertThat(word(engine, plan(image, true))).isEqualTo("one");
            // The engine still has the old one under the same name when the new one is pushed by somebody else.
            registry.pushElsewhere("team/shop:1", "two", image);
            engine.prepare(plan(image, false), PrepareProgress.SILENT);
            assertThat(word(engine, plan(image, false))).isEqualTo("one");
            engine.prepare(plan(image, true), PrepareProgress.SILENT);
            assertThat(word(engine, plan(image, true))).isEqualTo("two");
        }
    }

    @Test
    void anImageForSomeNeedsTheirPassword() throws IOException, InterruptedException {
        try (var registry = LocalRegistry.start(folder, true)) {
            var image = registry.push("team/shop:1", "one");
            try (var nobody = engine(folder.resolve("none.json"))) {
                assertRefused(nobody, image, "no basic auth credentials");
            }
            try (var wrong = engine(registry.login("wrong"))) {
                assertRefused(wrong, image, "unauthorized");
            }
            try (var right = engine(registry.login(LocalRegistry.PASSWORD))) {
                right.prepare(plan(image, false), PrepareProgress.SILENT);
                assertThat(word(right, plan(image, false))).isEqualTo("one");
            }
        }
    }

    @Test
    void whatTheRegistryDoesNotHaveIsNamed() throws IOException, InterruptedException {
        try (var registry = LocalRegistry.start(folder, false);
                var engine = engine(folder.resolve("none.json"))) {
            registry.push("team/shop:1", "one");
            assertRefused(engine, registry.host() + "/team/shop:2", "not found");
            assertRefused(engine, registry.host() + "/team/none:1", "not found");
        }
    }

    private static void assertRefused(ContainerEngine engine, String image, String words) throws IOException {
        assertThatThrownBy(() -> engine.prepare(refusedPlan(image), PrepareProgress.SILENT))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.IMAGE);
                    assertThat(e)
                            .hasMessageContaining("the image " + image + " cannot be pulled: ")
                            .hasMessageContaining(words)
                            .hasMessageNotContaining(LocalRegistry.PASSWORD);
                });
    }

    private static ContainerPlan refusedPlan(String image) throws IOException {
        return new DockerUnderTest(Files.createTempDirectory("refused"))
                .plan(spec(image, false), NetworkSpec.HOST, List.of());
    }

    private ContainerEngine engine(Path credentials) {
        return new DockerEngine(
                new DockerSettings(DockerHost.standard(), new NodeId("pull-test"), credentials, "127.0.0.1"));
    }

    private ContainerPlan plan(String image, boolean force) {
        return new DockerUnderTest(folder).plan(spec(image, force), NetworkSpec.HOST, List.of());
    }

    private static ContainerSpec spec(String image, boolean force) {
        return ContainerSpec.of(
                        "main",
                        new ImageSpec(image, force),
                        new CommandSpec.Shell("echo $WORD"),
                        new Resources(100, 16, 0, 0))
                .toBuilder()
                .limits(ResourceLimits.UNLIMITED)
                .build();
    }

    /** What a container of the image says. */
    private static String word(ContainerEngine engine, ContainerPlan plan) {
        var id = engine.create(plan);
        try {
            engine.start(id);
            await().atMost(SOON).until(() -> engine.find(id).orElseThrow().state() == EngineContainer.State.ENDED);
            try (var reader = engine.logs(id, new LogRequest(null, true, false, false, null, null))) {
                return reader.next().orElseThrow().bytes().utf8String().strip();
            }
        } finally {
            engine.remove(id);
        }
    }
}

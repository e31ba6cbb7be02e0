package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.workload.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class DockerCrashTest {
    private static final Duration NOTICED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void aKilledEngineIsNoticedAndWhatItRanIsFoundAgain() throws IOException, InterruptedException {
        var root = Files.createDirectory(folder.resolve("d"));
        var sandboxes = Files.createDirectory(folder.resolve("s"));
        try (var dockerd = new OwnDockerd(root)) {
            dockerd.start();
            dockerd.load(DockerUnderTest.IMAGE);
            var under = new DockerUnderTest(sandboxes, dockerd.host());
            var events = new ConcurrentLinkedQueue<EngineEvent>();
            try (var engine = under.open();
                    var subscription = engine.subscribe(events::add)) {
                assertThat(subscription).isNotNull();
                var plan = under.plan(new CommandSpec.Shell("while :; do sleep 0.1; done"));
                engine.prepare(plan, PrepareProgress.SILENT);
                var id = engine.create(plan);
                engine.start(id);

                dockerd.killHard();

                await().atMost(NOTICED).until(() -> events.stream().anyMatch(EngineEvent.Lost.class::isInstance));
                assertThat(engine.describe().available()).isFalse();
                assertThatThrownBy(engine::list)
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE));

                dockerd.start();

                await().atMost(SOON).until(() -> events.contains(new EngineEvent.Back()));
                assertThat(engine.list())
                        .extracting(EngineContainer::id, EngineContainer::state)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple(id, EngineContainer.State.RUNNING));
                engine.remove(id);
            }
        }
    }
}

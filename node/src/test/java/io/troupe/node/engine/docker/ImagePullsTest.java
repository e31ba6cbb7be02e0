package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ImagePullsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String IMAGE = "shop:1";
    private static final String DOWNLOADING = "pulling shop:1: 1 of 3 MiB";

    @TempDir
    Path folder;

    private FakeEngine fake;
    private DockerClients clients;
    private ImagePulls pulls;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeEngine(folder.resolve("engine.sock"));
        clients = new DockerClients(fake.host(), DockerTimes.STANDARD);
        pulls = new ImagePulls(clients, folder.resolve("config.json"));
    }

    @AfterEach
    void close() throws IOException {
        clients.close();
        fake.close();
    }

    @Test
    void aPullThatGoesOnSaysSoEachMinuteAlsoWhileNothingIsCounted() {
        var pull = new ImagePull(clients, IMAGE, folder.resolve("config.json"));
        assertThat(pull.progress(0)).isEqualTo("pulling shop:1");
        assertThat(pull.progress(7)).isEqualTo("pulling shop:1, for 7 min");
        pull.leave();
    }

    @Test
    void manyWhoWantAnImagePullItOnce() throws IOException {
        var waiting = IntStream.range(0, 5).mapToObj(number -> new Waiting()).toList();
        awaitDownload(waiting);
        fake.endPulls("");
        waiting.forEach(
                one -> one.outcome.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join());
        assertThat(pullsAsked()).isEqualTo(1);

        pulls.ensure(IMAGE, false, PrepareProgress.SILENT);
        assertThat(pullsAsked()).isEqualTo(1);
    }

    @Test
    void allWhoWaitAreToldWhyItFails() throws IOException {
        var waiting = List.of(new Waiting(), new Waiting());
        awaitDownload(waiting);
        fake.endPulls("no space left on device");
        for (var one : waiting) {
            assertThatThrownBy(() -> one.outcome
                            .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("the image shop:1 cannot be pulled: no space left on device");
        }
    }

    @Test
    void aPullGoesOnUntilTheLastWhoWaitsGivesUp() {
        var waiting = List.of(new Waiting(), new Waiting());
        awaitDownload(waiting);
        waiting.getFirst().givesUp = true;
        await().atMost(SOON).until(waiting.getFirst().outcome::isCompletedExceptionally);
        assertThat(fake.pulls()).isEqualTo(1);
        waiting.getLast().givesUp = true;
        await().atMost(SOON).until(() -> fake.pulls() == 0);
    }

    @Test
    void aPullThatWasGivenUpCanBeginAnew() {
        assertThat(clients.version().engine()).isEqualTo("fake");
        var one = new Waiting();
        awaitDownload(List.of(one));
        one.givesUp = true;
        await().atMost(SOON).until(() -> fake.pulls() == 0);
        var again = new Waiting();
        awaitDownload(List.of(again));
        assertThat(pullsAsked()).isEqualTo(2);
        again.givesUp = true;
    }

    @Test
    void anInterruptEndsTheWaitAndThePull() {
        var one = new Waiting();
        awaitDownload(List.of(one));
        one.thread.interrupt();
        assertThatThrownBy(() -> one.outcome
                        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .hasMessageContaining("the pull of the image shop:1 was given up");
        await().atMost(SOON).until(() -> fake.pulls() == 0);
    }

    private void awaitDownload(List<Waiting> waiting) {
        await().atMost(SOON).until(() -> waiting.stream().allMatch(one -> one.progress.contains(DOWNLOADING)));
    }

    private long pullsAsked() {
        return fake.requests().stream().filter("POST /images/create"::equals).count();
    }

    /** An instance that waits for the image, and can be stopped. */
    private final class Waiting {
        private final Queue<String> progress = new ConcurrentLinkedQueue<>();
        private volatile boolean givesUp;
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        private final Thread thread;

        Waiting() {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    pulls.ensure(IMAGE, false, this::heard);
                    outcome.complete(null);
                } catch (RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            });
        }

        private void heard(String message) {
            progress.add(message);
            if (givesUp) {
                throw new IllegalStateException("stopped");
            }
        }
    }
}

package io.troupe.node.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.protocol.workload.CommandSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes started by a JVM that is then killed, and taken over by this one. */
@Tag("real")
class ProcessAdoptionTest {
    private static final int PROCESSES = 5;

    @TempDir
    Path folder;

    /** What the other JVM does: it starts processes, says so, and waits to be killed. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws IOException {
            var plans = new ProcessUnderTest(Path.of(arguments[0]));
            try (var engine = plans.open()) {
                for (var number = 0; number < PROCESSES; number++) {
                    var line = "until [ -e end ]; do sleep 0.05; done; exit " + number;
                    engine.start(engine.create(plans.plan(new CommandSpec.Shell(line))));
                }
                System.out.write("started\n".getBytes(StandardCharsets.UTF_8));
                System.out.flush();
                var _ = System.in.read();
            }
        }
    }

    @Test
    void processesOfAKilledJvmAreAdoptedWithTheirExitCodes() throws IOException, InterruptedException {
        var starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var words = starter.inputReader()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> "started".equals(words.readLine()));
            starter.destroyForcibly().waitFor();
        }
        var plans = new ProcessUnderTest(folder);
        try (var engine = plans.open()) {
            assertThat(engine.list()).hasSize(PROCESSES).allMatch(one -> one.state() == State.RUNNING);
            assertThat(engine.list())
                    .allMatch(one -> ContainerIdentity.read(one.labels()).isPresent());
            for (var one : engine.list()) {
                var sandbox = new ProcessFolder(folder.resolve("processes").resolve(one.id())).sandbox();
                assertThat(sandbox.resolve("end").toFile().createNewFile()).isTrue();
            }
            await().until(() -> engine.list().stream().allMatch(one -> one.state() == State.ENDED));
            assertThat(engine.list()).extracting(EngineContainer::exitCode).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            engine.list().forEach(one -> engine.remove(one.id()));
        }
    }
}

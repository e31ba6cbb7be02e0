package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.troupe.node.engine.process.ProcessEngine;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class NodeAgentTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void aProcessIsRunReportedAdoptedAndStopped(@TempDir Path folder) {
        var agent = new AgentUnderTest(KIT, folder);
        var before = new ProcessEngine(folder);
        agent.start(before);
        var running = agent.launch("1", process("sleep 600"));
        var brief = agent.launch("2", process("exit 7"));
        await().untilAsserted(() -> assertThat(agent.state(running)).isEqualTo(InstanceState.RUNNING));
        await().untilAsserted(() -> assertThat(agent.state(brief)).isEqualTo(InstanceState.FAILED));
        assertThat(agent.report(brief).ending()).isEqualTo(new Ending(7, false));
        var containers = agent.report(running).containers();
        agent.stop();
        before.close();

        try (var after = new ProcessEngine(folder)) {
            agent.start(after);
            await().untilAsserted(() -> assertThat(agent.state(running)).isEqualTo(InstanceState.RUNNING));
            assertThat(agent.report(running).containers()).isEqualTo(containers);
            await().untilAsserted(() -> assertThat(agent.state(brief)).isEqualTo(InstanceState.FAILED));
            agent.launch("2", process("exit 0"));
            agent.stop(running);
            await().untilAsserted(() -> assertThat(agent.state(running)).isEqualTo(InstanceState.KILLED));
            assertThat(agent.state(brief)).isEqualTo(InstanceState.FAILED);
            assertThat(agent.report(running).message())
                    .isEqualTo("stopped because fewer instances are wanted; it ended with exit code 143");
            agent.stop();
        }
    }

    private static ContainerSpec process(String line) {
        return ContainerSpec.process("main", line, Resources.of(0.1, 32));
    }
}

package io.troupe.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.workload.RecordingSwitchboard;
import io.troupe.persistence.testing.InMemoryJournal;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.Cause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupSupervisorTest {
    private static final TreePath PROD = TreePath.of("/prod");
    private static final DeploymentId D1 = DeploymentId.of("d1");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Cause CAUSE = Cause.of("alice", "wants it");

    private final ActorTestKit kit = ActorTestKit.create(
            "groups", InMemoryJournal.config().withFallback(ConfigFactory.load("application-test")));
    private final RecordingSwitchboard switchboard = new RecordingSwitchboard();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whoPreparedAChangeIsRemindedWhileItIsHeld() {
        var probe = kit.createTestProbe(GroupReply.class);
        var supervisor = kit.spawn(GroupSupervisor.create(PROD, switchboard, InstantSource.fixed(NOW), () -> {}));
        var change = new GroupChange(PROD, List.of(GroupDefinition.empty(PROD)), List.of(), List.of(), null);
        supervisor.tell(new GroupMessage.Request(new GroupCommand.Prepare(D1, NOW, change, CAUSE), probe.ref()));
        probe.receiveMessage();
        supervisor.tell(new GroupMessage.Remind());
        supervisor.tell(new GroupMessage.Request(new GroupCommand.Release(D1, CAUSE), probe.ref()));
        probe.receiveMessage();
        supervisor.tell(new GroupMessage.Remind());
        supervisor.tell(new GroupMessage.Request(new GroupCommand.Wake(), probe.ref()));
        probe.receiveMessage();

        assertThat(switchboard.said(DeploymentCommand.GroupsHeld.class))
                .containsExactly(new DeploymentCommand.GroupsHeld(PROD));
    }
}

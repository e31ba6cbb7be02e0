package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentInput;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.identity.NodeId;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of what an agent hears: one line each, and only of what somebody may have to look into. */
final class AgentLog {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

    private AgentLog() {}

    static void heard(NodeId node, AgentInput input) {
        switch (input) {
            case AgentInput.ListingFailed failed ->
                LOG.warn(
                        "engine does not answer node={} engine={} reason='{}'", node, failed.engine(), failed.reason());
            case AgentInput.Ended ended ->
                LOG.info(
                        "ended instance={} exitCode={} outOfMemory={} reason='{}'",
                        ended.instance(),
                        ended.ending().exitCode(),
                        ended.ending().outOfMemory(),
                        ended.message());
            case AgentInput.ContainerEnded ended ->
                LOG.info(
                        "container ended instance={} container={} exitCode={} outOfMemory={}",
                        ended.instance(),
                        ended.container(),
                        ended.ending().exitCode(),
                        ended.ending().outOfMemory());
            case AgentInput.Asked asked -> {}
            case AgentInput.Preparing preparing -> {}
            case AgentInput.Started started -> {}
            case AgentInput.Checked checked ->
                LOG.info("checked instance={} {}", checked.instance(), said(checked.health()));
            case AgentInput.ContainerGone gone -> {}
            case AgentInput.Noted noted -> {}
            case AgentInput.EngineSeen seen -> {}
            case AgentInput.Listed listed -> {}
            case AgentInput.Tick tick -> {}
        }
    }

    private static String said(Health health) {
        return health.results().stream()
                .map(result -> result.check() + "=" + result.outcome()
                        + (result.failures() == 0 ? "" : " failures=" + result.failures()))
                .collect(Collectors.joining(" ", "readiness=" + health.readiness() + " ", ""));
    }
}

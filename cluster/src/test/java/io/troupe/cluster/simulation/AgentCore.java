package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentDecisions;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.AgentState;
import java.time.Instant;

/** What an agent's shell asks its pure core; the seam where a planted mutation goes in. */
@FunctionalInterface
public interface AgentCore {
    AgentDecisions.Decision decide(AgentState state, AgentInput input, Instant now);

    /** The product's. */
    AgentCore PRODUCT = AgentDecisions::decide;
}

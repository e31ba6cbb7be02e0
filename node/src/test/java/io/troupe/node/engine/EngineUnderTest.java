package io.troupe.node.engine;

import io.troupe.protocol.workload.CommandSpec;

/** What the contract needs to know of an engine. */
public interface EngineUnderTest {
    /** A new connection to the engine, which shares its containers with earlier ones. */
    ContainerEngine open();

    /** A plan for a new instance, with a sandbox that exists. */
    ContainerPlan plan(CommandSpec command);
}

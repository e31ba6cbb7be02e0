package io.troupe.node.engine;

/** Hears what happens in an engine. */
@FunctionalInterface
public interface EngineListener {
    void heard(EngineEvent event);
}

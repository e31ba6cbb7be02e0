package io.troupe.cluster.simulation;

import java.util.function.Consumer;

/** Where an answer goes: to one actor in one run of a JVM. An answer to a run that is over is lost. */
public record ReturnAddress(Site asker, Consumer<Object> deliver) {}

package io.troupe.cluster.simulation;

import org.jspecify.annotations.Nullable;

/** Stands in for an actor of the product. */
public interface Actor {
    /** @param replyTo who waits for the answer; null if nobody does */
    void receive(Object message, @Nullable ReturnAddress replyTo);

    /** It shall leave its node, as soon as it can; it calls {@link Site#stop()} then. */
    default void leave() {}
}

package io.troupe.cluster.agent;

import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers of an instance, as far as its agent has to know them.
 *
 * @param count how many there are, or are to be
 * @param engines the kinds of engines that have them; empty if there are none
 * @param checks how it is found out whether they serve; null if it is not
 * @param grace how long they may take to end by themselves
 */
public record HeldContainers(
        int count, Set<EngineKind> engines, @Nullable CheckPlan checks, Duration grace) {
    static final HeldContainers NONE = new HeldContainers(0, Set.of(), null, Duration.ZERO);

    public HeldContainers {
        engines = Set.copyOf(engines);
    }
}

package io.troupe.cluster.check;

import io.troupe.protocol.health.Health;
import java.time.Instant;

/** What the checks of an instance wish to be done. */
public sealed interface CheckEffect {
    /** Try the check with that number; answered by {@link CheckInput.Answered}. */
    record Try(int check) implements CheckEffect {}

    /** Say {@link CheckInput.Due} at that time. */
    record Wake(int check, Instant at) implements CheckEffect {}

    /** Tell the agent. */
    record Tell(Health health) implements CheckEffect {}
}

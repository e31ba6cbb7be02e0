package io.troupe.protocol.group;

import io.troupe.protocol.workload.Cause;
import java.time.Instant;

/** One entry of the journal of a tenant's groups: what happened, when and why. */
public record GroupRecord(Instant at, Cause cause, GroupEvent event) {}

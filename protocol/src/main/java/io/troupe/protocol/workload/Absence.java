package io.troupe.protocol.workload;

import java.time.Instant;

/**
 * That the node of an instance is away, so that nobody can say how the instance is.
 *
 * @param since when its supervisor found that out
 * @param inactive whether it has been away for so long that it does not count any more as one of the wanted, see {@link UnreachablePolicy}
 */
public record Absence(Instant since, boolean inactive) {}

package io.troupe.cluster.placement;

import io.troupe.protocol.placement.Explanation.Refusal;
import io.troupe.protocol.placement.RefusalReason;
import java.math.BigDecimal;
import java.util.Optional;

/** The node has enough cores left. */
final class CpusFilter implements PlacementFilter {
    private static final int MILLI_DIGITS = 3;

    private final long wantedMillis;

    CpusFilter(long wantedMillis) {
        this.wantedMillis = wantedMillis;
    }

    @Override
    public Optional<Refusal> judge(Candidate node, Peers peers) {
        long freeMillis = node.free().cpuMillis();
        return freeMillis >= wantedMillis || wantedMillis == 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalReason.CPUS,
                        cores(wantedMillis) + " cpus",
                        cores(freeMillis) + " free of "
                                + cores(node.description().total().cpuMillis())));
    }

    private static String cores(long millis) {
        BigDecimal cores = BigDecimal.valueOf(millis, MILLI_DIGITS).stripTrailingZeros();
        return cores.toPlainString();
    }
}

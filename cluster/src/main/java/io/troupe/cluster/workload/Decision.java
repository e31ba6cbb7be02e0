package io.troupe.cluster.workload;

import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor makes of one input.
 *
 * @param entries to be stored, all or none, before anything else is done
 * @param effects to be said then
 * @param reply the answer to a command, to be given last; null if the input asks for none
 * @param exchange what was said and heard after it
 */
public record Decision(
        List<WorkloadRecord> entries,
        List<WorkloadEffect> effects,
        @Nullable WorkloadReply reply,
        Exchange exchange) {
    public Decision {
        entries = List.copyOf(entries);
        effects = List.copyOf(effects);
    }
}

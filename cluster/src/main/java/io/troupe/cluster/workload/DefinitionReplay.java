package io.troupe.cluster.workload;

import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a workload was to be at a time by the last target that was set until then, whenever it was reached: folded from its journal. */
public final class DefinitionReplay {
    private final Instant at;
    private final Map<Long, WorkloadSpec> specs = new LinkedHashMap<>();
    private Optional<Original> definition = Optional.empty();

    public DefinitionReplay(Instant at) {
        this.at = at;
    }

    /** Goes on by one entry, oldest first; false once no later one counts. */
    public boolean add(WorkloadRecord entry) {
        if (!(entry.event() instanceof WorkloadEvent.RolloutBegan began)) {
            return true;
        }
        if (began.target().at().isAfter(at)) {
            return false;
        }
        if (began.revision() != null) {
            keep(began.revision());
        }
        definition = began.delete()
                ? Optional.empty()
                : Optional.ofNullable(specs.get(began.target().revision()))
                        .map(known -> new Original(known, began.target().instances()));
        return true;
    }

    /** Instances may run an old revision for long, but no change goes back to one that the workload itself has forgotten. */
    private void keep(Revision revision) {
        specs.put(revision.number(), revision.spec());
        if (specs.size() > 2 * WorkloadState.REVISIONS_MAX) {
            specs.remove(specs.keySet().iterator().next());
        }
    }

    /** Empty if the workload did not exist then or was to be deleted. */
    public Optional<Original> definition() {
        return definition;
    }
}

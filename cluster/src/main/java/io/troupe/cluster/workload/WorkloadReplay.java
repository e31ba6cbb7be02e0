package io.troupe.cluster.workload;

import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A workload as it was, folded from its journal. */
public final class WorkloadReplay {
    private final WorkloadId workload;
    private WorkloadState state = WorkloadState.EMPTY;
    private Instant last = Instant.EPOCH;

    public WorkloadReplay(WorkloadId workload) {
        this.workload = workload;
    }

    /** The workload at that time; empty if it did not exist then. The journal is given whole, oldest first. */
    public static Optional<WorkloadView> at(WorkloadId workload, List<WorkloadRecord> journal, Instant at) {
        var replay = new WorkloadReplay(workload);
        journal.stream().takeWhile(entry -> !entry.at().isAfter(at)).forEach(replay::add);
        return replay.view();
    }

    /** Goes on by one entry; for journals that are read in parts. */
    public void add(WorkloadRecord entry) {
        state = state.apply(entry);
        last = entry.at();
    }

    /** Goes on by one entry, and says of it what listeners heard. */
    public ClusterEvent.WorkloadHappened tell(WorkloadRecord entry) {
        var concerned = state.concerned(entry);
        var touched = state.touched(entry);
        state = state.apply(entry);
        return new ClusterEvent.WorkloadHappened(
                workload, state.sequence(), entry, concerned, touched, view().orElse(null));
    }

    public Optional<WorkloadView> view() {
        return WorkloadPicture.of(workload, state, null, last);
    }
}

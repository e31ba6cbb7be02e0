package io.troupe.cassandra;

import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.db.commitlog.PreallocatedSegments;
import org.apache.cassandra.service.CassandraDaemon;

/** Cassandra's daemon with preallocated commit log segments. */
final class LeanDaemon extends CassandraDaemon {
    private final SpaceWatch space;

    LeanDaemon(SpaceWatch space) {
        this.space = space;
    }

    @Override
    public void applyConfig() {
        super.applyConfig();
        DatabaseDescriptor.setCommitLogSegmentMgrProvider(
                log -> new PreallocatedSegments(log, failure -> space.segmentRefused()));
    }
}

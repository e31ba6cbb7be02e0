package org.apache.cassandra.db.commitlog;

import java.util.function.Consumer;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.io.util.File;
import org.apache.cassandra.io.util.FileUtils;

/**
 * Makes the segments of the commit log, each with all its space already taken on the disk.
 *
 * <p>So a full disk shows when a segment is made, before anything was written to it, and never in the middle of a write: what has been
 * acknowledged lies whole on the disk. It also makes each write cheaper, because the file system has nothing to allocate.
 */
public final class PreallocatedSegments extends CommitLogSegmentManagerStandard {
    private final int blockBytes;
    private final Consumer<Throwable> refused;

    /**
     * @param log the commit log they are for
     * @param refused told when a segment could not be made, before Cassandra is
     */
    public PreallocatedSegments(CommitLog log, Consumer<Throwable> refused) {
        super(log, DatabaseDescriptor.getCommitLogLocation());
        this.blockBytes = FileUtils.getBlockSize(new File(storageDirectory));
        this.refused = refused;
    }

    @Override
    public CommitLogSegment createSegment() {
        try {
            var segment = new PreallocatedSegment(this, blockBytes);
            segment.writeLogHeader();
            return segment;
        } catch (RuntimeException | Error failure) {
            refused.accept(failure);
            throw failure;
        }
    }
}

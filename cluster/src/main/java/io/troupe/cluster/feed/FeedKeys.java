package io.troupe.cluster.feed;

import io.troupe.cluster.deployment.DeploymentCoordinator;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.workload.WorkloadSupervisor;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Instant;

/** Which journal an event is in. */
final class FeedKeys {
    private FeedKeys() {}

    static FeedKey of(WorkloadId workload) {
        return new FeedKey(WorkloadSupervisor.KIND, workload.path());
    }

    static FeedKey of(DeploymentId deployment) {
        return new FeedKey(DeploymentCoordinator.KEY.name(), deployment.value());
    }

    static FeedKey of(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.WorkloadHappened happened -> of(happened.workload());
            case ClusterEvent.DeploymentHappened happened ->
                of(happened.view().plan().id());
        };
    }

    static long sequence(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.WorkloadHappened happened -> happened.sequence();
            case ClusterEvent.DeploymentHappened happened -> happened.sequence();
        };
    }

    static Instant at(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.WorkloadHappened happened -> happened.record().at();
            case ClusterEvent.DeploymentHappened happened -> happened.record().at();
        };
    }

    /** Whether nothing is expected after it. A workload may be created anew under its id; then its numbers go on. */
    static boolean closes(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.WorkloadHappened happened ->
                happened.record().event() instanceof WorkloadEvent.WorkloadDeleted;
            case ClusterEvent.DeploymentHappened happened -> happened.view().outcome() != null;
        };
    }
}

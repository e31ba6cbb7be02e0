package io.troupe.cluster.deployment;

import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.protocol.deployment.DeploymentRecord;
import java.util.Objects;

/** A deployment told again from its journal. */
public final class DeploymentReplay {
    private DeploymentState state = DeploymentState.EMPTY;
    private long sequence;

    /** Goes on by one entry, and says of it what listeners heard; its first is the submission, so there always is a picture. */
    public ClusterEvent.DeploymentHappened tell(DeploymentRecord entry) {
        state = state.apply(entry);
        sequence++;
        return new ClusterEvent.DeploymentHappened(sequence, entry, Objects.requireNonNull(state.view()));
    }
}

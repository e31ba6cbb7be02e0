package io.troupe.protocol.workload;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.RefusalSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A picture of one workload for readers: what is wanted and what is known, at one moment.
 *
 * @param id the workload
 * @param sequence number of the last journal entry this picture knows; a picture with a higher one is newer
 * @param revision the revision to run
 * @param target what the workload is to be
 * @param revisions the last revisions, oldest first, bounded
 * @param targets the last targets, oldest first, bounded
 * @param instances all instances that have not ended, by slot and age
 * @param deployment the deployment that holds the lock; null if none
 * @param rollout how far that deployment's change is; null if none holds the lock
 * @param deleting whether it is forgotten once no instance is left
 * @param launchDelay the back-off of the revision to run, in force or lately in force; null if none
 * @param lastFailure the last instance that failed; null if none did
 * @param refusals why instances wait for a place, as the broker said last; null if none waits
 */
public record WorkloadView(
        WorkloadId id,
        long sequence,
        Revision revision,
        Target target,
        List<Revision> revisions,
        List<Target> targets,
        List<Instance> instances,
        @Nullable DeploymentId deployment,
        @Nullable RolloutView rollout,
        boolean deleting,
        @Nullable LaunchDelay launchDelay,
        @Nullable Instance lastFailure,
        @Nullable RefusalSummary refusals) {
    public WorkloadView {
        revisions = List.copyOf(revisions);
        targets = List.copyOf(targets);
        instances = List.copyOf(instances);
    }

    /** Of a workload whose rollout, if there is one, is not looked at. */
    public WorkloadView(
            WorkloadId id,
            long sequence,
            Revision revision,
            Target target,
            List<Revision> revisions,
            List<Target> targets,
            List<Instance> instances,
            @Nullable DeploymentId deployment,
            boolean deleting,
            @Nullable LaunchDelay launchDelay,
            @Nullable Instance lastFailure,
            @Nullable RefusalSummary refusals) {
        this(
                id,
                sequence,
                revision,
                target,
                revisions,
                targets,
                instances,
                deployment,
                null,
                deleting,
                launchDelay,
                lastFailure,
                refusals);
    }

    /** All back-offs in force or lately in force: of the revision to run, and of the one that is kept up beside it. */
    public List<LaunchDelay> launchDelays() {
        return Stream.of(
                        Optional.ofNullable(launchDelay),
                        Optional.ofNullable(rollout).map(RolloutView::baseDelay))
                .flatMap(Optional::stream)
                .toList();
    }

    public WorkloadSpec spec() {
        return revision.spec();
    }

    /** The instances that wait: planned, but without a place. */
    public List<Instance> waiting() {
        return instances.stream()
                .filter(instance -> instance.state() == InstanceState.PLANNED)
                .toList();
    }

    public Optional<Revision> revisionNumbered(long number) {
        return revisions.stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst();
    }

    /** The last target set for another reason than a new revision: the last scaling or restart; empty if there was none. */
    public Optional<Instant> lastScalingAt() {
        for (int index = targets.size() - 1; index > 0; index--) {
            if (targets.get(index).revision() == targets.get(index - 1).revision()) {
                return Optional.of(targets.get(index).at());
            }
        }
        return Optional.empty();
    }
}

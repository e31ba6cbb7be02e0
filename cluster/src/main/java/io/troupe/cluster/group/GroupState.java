package io.troupe.cluster.group;

import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupVersion;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a tenant's groups says.
 *
 * <p>Free -> (change prepared) held by one deployment -> (applied, or dropped) free again.
 *
 * @param sequence number of the last journal entry
 * @param number how many changes were made
 * @param base what was defined before the first of {@code versions}
 * @param versions the last changes, oldest first, at most {@value #VERSIONS_MAX}
 * @param pending the change that is prepared; null if none is
 */
record GroupState(
        long sequence,
        long number,
        List<GroupDefinition> base,
        List<GroupVersion> versions,
        @Nullable Pending pending) {
    /** How many changes can be read and rolled back to, as many as in Marathon. */
    static final int VERSIONS_MAX = 50;

    static final GroupState EMPTY = new GroupState(0, 0, List.of(), List.of(), null);

    GroupState {
        base = List.copyOf(base);
        versions = List.copyOf(versions);
    }

    /** A change that may be made by this deployment alone. */
    record Pending(DeploymentId deployment, Instant version, GroupChange change) {}

    GroupState apply(GroupRecord entry) {
        return switch (entry.event()) {
            case GroupEvent.ChangePrepared prepared ->
                new GroupState(
                        sequence + 1,
                        number,
                        base,
                        versions,
                        new Pending(prepared.deployment(), prepared.version(), prepared.change()));
            case GroupEvent.ChangeApplied applied -> applied(applied);
            case GroupEvent.ChangeDropped dropped -> new GroupState(sequence + 1, number, base, versions, null);
        };
    }

    private GroupState applied(GroupEvent.ChangeApplied applied) {
        if (pending == null) {
            return new GroupState(sequence + 1, number, base, versions, null);
        }
        var change = pending.change();
        var more = new ArrayList<>(versions);
        more.add(new GroupVersion(
                applied.version(), applied.deployment(), change.defined(), change.forgotten(), change.removed()));
        int surplus = more.size() - VERSIONS_MAX;
        return surplus > 0
                ? new GroupState(
                        sequence + 1,
                        number + 1,
                        GroupView.folded(base, more.subList(0, surplus)),
                        more.subList(surplus, more.size()),
                        null)
                : new GroupState(sequence + 1, number + 1, base, more, null);
    }

    List<GroupDefinition> definitions() {
        return GroupView.folded(base, versions);
    }

    /** Whether nobody misses it if it is not kept in memory. */
    boolean idle() {
        return pending == null && definitions().isEmpty();
    }

    /** Whose change is prepared. */
    Optional<DeploymentId> holder() {
        return Optional.ofNullable(pending).map(Pending::deployment);
    }

    boolean heldBy(DeploymentId deployment) {
        return pending != null && pending.deployment().equals(deployment);
    }

    boolean madeBy(DeploymentId deployment) {
        return versions.stream().anyMatch(version -> version.deployment().equals(deployment));
    }

    Optional<Instant> lastVersion() {
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(versions.getLast().at());
    }

    /** A picture for readers; empty while nothing is defined. */
    Optional<GroupView> view(TreePath tenant) {
        var view = new GroupView(tenant, sequence, number, base, versions);
        return view.definitions().isEmpty() ? Optional.empty() : Optional.of(view);
    }
}

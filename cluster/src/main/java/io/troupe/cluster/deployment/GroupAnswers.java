package io.troupe.cluster.deployment;

import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a coordinator has heard of the supervisors of groups since it was started.
 *
 * @param votes each tenant's answer to the request to prepare
 * @param released the tenants for which surely nothing is prepared
 * @param applied the tenants whose change is surely made
 */
record GroupAnswers(Map<TreePath, Vote> votes, Set<TreePath> released, Set<TreePath> applied) {
    static final GroupAnswers NONE = new GroupAnswers(Map.of(), Set.of(), Set.of());

    GroupAnswers {
        votes = Map.copyOf(votes);
        released = Set.copyOf(released);
        applied = Set.copyOf(applied);
    }

    /** An answer to the request to prepare. */
    sealed interface Vote {
        record Prepared(GroupChange undo) implements Vote {}

        record Refused(Problem problem) implements Vote {}
    }

    /** The first vote of a tenant counts. */
    GroupAnswers voted(TreePath tenant, Vote vote) {
        var more = new HashMap<>(votes);
        more.putIfAbsent(tenant, vote);
        return new GroupAnswers(more, released, applied);
    }

    GroupAnswers releasedBy(TreePath tenant) {
        var more = new HashSet<>(released);
        more.add(tenant);
        return new GroupAnswers(votes, more, applied);
    }

    GroupAnswers appliedBy(TreePath tenant) {
        var more = new HashSet<>(applied);
        more.add(tenant);
        return new GroupAnswers(votes, released, more);
    }

    Stream<Problem> refusals(Collection<TreePath> tenants) {
        return tenants.stream()
                .map(votes::get)
                .filter(Vote.Refused.class::isInstance)
                .map(vote -> ((Vote.Refused) vote).problem());
    }

    /** What undoes the changes, in the order of the tenants. */
    List<GroupChange> undo(Collection<TreePath> tenants) {
        return tenants.stream()
                .map(votes::get)
                .filter(Vote.Prepared.class::isInstance)
                .map(vote -> ((Vote.Prepared) vote).undo())
                .toList();
    }
}

package io.troupe.cluster.group;

import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule of a tenant's groups. After a recovery nothing is owed but to remind who prepared a change: a request that came after its end would
 * keep all others out for ever.
 */
final class GroupDecisions {
    /** Most groups one tenant may define. */
    static final int GROUPS_MAX = 10_000;

    private GroupDecisions() {}

    /** What is now true, to be stored as one, and the answer once it is. */
    record Decision(List<GroupRecord> entries, GroupReply reply) {
        Decision {
            entries = List.copyOf(entries);
        }
    }

    static Decision decide(TreePath tenant, GroupState state, GroupCommand command, Instant now) {
        return switch (command) {
            case GroupCommand.Prepare prepare -> prepare(tenant, state, prepare, now);
            case GroupCommand.Apply apply -> apply(tenant, state, apply, now);
            case GroupCommand.Release release -> release(tenant, state, release, now);
            case GroupCommand.Wake wake -> new Decision(List.of(), new GroupReply.Awake(state.idle()));
        };
    }

    private static Decision prepare(TreePath tenant, GroupState state, GroupCommand.Prepare prepare, Instant now) {
        var deployment = prepare.deployment();
        if (state.heldBy(deployment) || state.madeBy(deployment)) {
            return new Decision(List.of(), new GroupReply.Prepared(tenant, undo(state, prepare.change())));
        }
        var problem = problem(tenant, state, prepare.change());
        if (problem.isPresent()) {
            return new Decision(List.of(), new GroupReply.Refused(tenant, problem.get()));
        }
        var entry = new GroupRecord(
                now,
                new Cause(prepare.cause().who(), prepare.cause().reason(), deployment),
                new GroupEvent.ChangePrepared(deployment, prepare.version(), prepare.change()));
        return new Decision(List.of(entry), new GroupReply.Prepared(tenant, undo(state, prepare.change())));
    }

    private static Optional<Problem> problem(TreePath tenant, GroupState state, GroupChange change) {
        var pending = state.pending();
        if (pending != null) {
            return Optional.of(Problem.of(
                    ProblemCode.STALE,
                    "deployment " + pending.deployment() + " changes " + tenant + " at this moment"));
        }
        if (change.basedOn() != null && change.basedOn() != state.number()) {
            return Optional.of(Problem.of(
                    ProblemCode.STALE,
                    "the groups of " + tenant + " have changed: it is number " + state.number() + " now, not "
                            + change.basedOn()));
        }
        var strangers = Stream.concat(
                        change.defined().stream().map(GroupDefinition::group), change.forgotten().stream())
                .filter(group -> !group.isAtOrBelow(tenant))
                .map(TreePath::path)
                .collect(Collectors.joining(", "));
        if (!strangers.isEmpty()) {
            return Optional.of(Problem.invalid("/id", strangers + " does not lie below " + tenant));
        }
        int groups = state.definitions().size() + change.defined().size();
        return groups > GROUPS_MAX
                ? Optional.of(
                        Problem.of(ProblemCode.TOO_MANY, tenant + " would have more than " + GROUPS_MAX + " groups"))
                : Optional.empty();
    }

    private static Decision apply(TreePath tenant, GroupState state, GroupCommand.Apply apply, Instant now) {
        var pending = state.pending();
        if (pending == null || !state.heldBy(apply.deployment())) {
            return new Decision(List.of(), new GroupReply.Applied(tenant));
        }
        var entry = new GroupRecord(
                now,
                new Cause(apply.cause().who(), apply.cause().reason(), apply.deployment()),
                new GroupEvent.ChangeApplied(apply.deployment(), next(state, pending.version())));
        return new Decision(List.of(entry), new GroupReply.Applied(tenant));
    }

    /** In whole milliseconds, and later than the one before. */
    private static Instant next(GroupState state, Instant version) {
        var at = version.truncatedTo(ChronoUnit.MILLIS);
        return state.lastVersion()
                .filter(last -> !at.isAfter(last))
                .map(last -> last.plusMillis(1))
                .orElse(at);
    }

    private static Decision release(TreePath tenant, GroupState state, GroupCommand.Release release, Instant now) {
        return new Decision(
                state.heldBy(release.deployment())
                        ? List.of(new GroupRecord(
                                now,
                                new Cause(release.cause().who(), release.cause().reason(), release.deployment()),
                                new GroupEvent.ChangeDropped(release.deployment())))
                        : List.of(),
                new GroupReply.Released(tenant));
    }

    /** What brings the groups that a change names back to what they are. */
    private static GroupChange undo(GroupState state, GroupChange change) {
        var named = new HashSet<>(change.forgotten());
        change.defined().forEach(group -> named.add(group.group()));
        var before = new ArrayList<GroupDefinition>();
        for (var group : state.definitions()) {
            if (named.remove(group.group())) {
                before.add(group);
            }
        }
        return new GroupChange(change.tenant(), before, named.stream().sorted().toList(), List.of(), null);
    }
}

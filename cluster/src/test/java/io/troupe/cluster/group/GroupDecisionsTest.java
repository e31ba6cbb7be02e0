package io.troupe.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupDecisionsTest {
    private static final TreePath PROD = TreePath.of("/prod");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Cause CAUSE = Cause.of("alice", "wants it");

    private GroupState state = GroupState.EMPTY;

    @Test
    void aPreparedChangeIsSeenOnceItIsApplied() {
        assertThat(prepare("d1", define("/prod", "/prod/shop")))
                .isEqualTo(new GroupReply.Prepared(PROD, undo(List.of(), "/prod", "/prod/shop")));
        assertThat(defined()).isEmpty();

        assertThat(apply("d1")).isEqualTo(new GroupReply.Applied(PROD));
        assertThat(defined()).containsExactly("/prod", "/prod/shop");
        assertThat(state.view(PROD).map(GroupView::number)).contains(1L);
    }

    @Test
    void whatIsSaidAgainChangesNothing() {
        prepare("d1", define("/prod"));
        prepare("d1", define("/prod"));
        apply("d1");
        apply("d1");
        prepare("d1", define("/prod"));

        assertThat(state.number()).isEqualTo(1);
        assertThat(state.pending()).isNull();
        assertThat(state.sequence()).isEqualTo(2);
    }

    @Test
    void whileOneChangeIsPreparedNoOtherIs() {
        prepare("d1", define("/prod"));

        assertThat(codeOf(prepare("d2", define("/prod/shop")))).isEqualTo(ProblemCode.STALE);

        assertThat(release("d2")).isEqualTo(new GroupReply.Released(PROD));
        assertThat(state.heldBy(DeploymentId.of("d1"))).isTrue();
        release("d1");
        assertThat(prepare("d2", define("/prod/shop"))).isInstanceOf(GroupReply.Prepared.class);
    }

    @Test
    void aChangeThatIsBasedOnAnOlderPictureIsRefused() {
        prepare("d1", define("/prod"));
        apply("d1");

        assertThat(codeOf(prepare("d2", change(List.of("/prod/shop"), List.of(), 0L))))
                .isEqualTo(ProblemCode.STALE);
        assertThat(prepare("d3", change(List.of("/prod/shop"), List.of(), 1L))).isInstanceOf(GroupReply.Prepared.class);
    }

    @Test
    void aGroupOfAnotherTenantIsRefused() {
        assertThat(codeOf(prepare("d1", define("/prod", "/store")))).isEqualTo(ProblemCode.INVALID);
    }

    @Test
    void whatAnotherDeploymentUndoesIsAsItWas() {
        prepare("d1", define("/prod", "/prod/shop"));
        apply("d1");
        var undo = prepare("d2", change(List.of("/prod", "/prod/new"), List.of("/prod/shop"), null));
        apply("d2");
        assertThat(defined()).containsExactly("/prod", "/prod/new");

        assertThat(undo)
                .isEqualTo(new GroupReply.Prepared(
                        PROD,
                        undo(
                                List.of(
                                        GroupDefinition.empty(TreePath.of("/prod")),
                                        GroupDefinition.empty(TreePath.of("/prod/shop"))),
                                "/prod/new")));
        prepare("d3", ((GroupReply.Prepared) undo).undo());
        apply("d3");
        assertThat(defined()).containsExactly("/prod", "/prod/shop");
    }

    @Test
    void eachVersionCanBeReadAndTheOldestAreFolded() {
        for (int number = 0; number < GroupState.VERSIONS_MAX + 10; number++) {
            prepare("d" + number, define("/prod/g" + number));
            apply("d" + number);
        }

        var view = state.view(PROD).orElseThrow();
        assertThat(view.versions()).hasSize(GroupState.VERSIONS_MAX);
        assertThat(view.base()).hasSize(10);
        assertThat(view.definitions()).hasSize(GroupState.VERSIONS_MAX + 10);
        assertThat(view.definitionsAt(view.versions().get(4).at())).hasSize(15);
        assertThat(view.versions())
                .extracting(version -> version.at())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasRemovedIsKnownByTheVersionBefore() {
        prepare("d1", define("/prod"));
        apply("d1");
        var before = state.view(PROD).orElseThrow().versions().getLast().at();
        prepare("d2", new GroupChange(PROD, List.of(), List.of(), List.of(WorkloadId.of("/prod/db")), null));
        apply("d2");

        var view = state.view(PROD).orElseThrow();
        assertThat(view.removedAfter(before)).containsExactly(WorkloadId.of("/prod/db"));
        assertThat(view.removedAfter(view.versions().getLast().at())).isEmpty();
    }

    @Test
    void aTenantWithoutGroupsIsNotShown() {
        prepare("d1", define("/prod"));
        apply("d1");
        prepare("d2", change(List.of(), List.of("/prod"), null));
        apply("d2");

        assertThat(state.view(PROD)).isEmpty();
        assertThat(state.idle()).isTrue();
    }

    private List<String> defined() {
        return state.definitions().stream().map(group -> group.group().path()).toList();
    }

    private static @Nullable ProblemCode codeOf(GroupReply reply) {
        return reply instanceof GroupReply.Refused refused ? refused.problem().code() : null;
    }

    private GroupReply prepare(String deployment, GroupChange change) {
        return decide(new GroupCommand.Prepare(DeploymentId.of(deployment), NOW, change, CAUSE));
    }

    private GroupReply apply(String deployment) {
        return decide(new GroupCommand.Apply(DeploymentId.of(deployment), CAUSE));
    }

    private GroupReply release(String deployment) {
        return decide(new GroupCommand.Release(DeploymentId.of(deployment), CAUSE));
    }

    private GroupReply decide(GroupCommand command) {
        var decision = GroupDecisions.decide(PROD, state, command, NOW);
        decision.entries().forEach(entry -> state = state.apply(entry));
        return decision.reply();
    }

    private static GroupChange define(String... groups) {
        return change(Arrays.asList(groups), List.of(), null);
    }

    private static GroupChange change(List<String> defined, List<String> forgotten, @Nullable Long basedOn) {
        return new GroupChange(
                PROD,
                defined.stream().map(TreePath::of).map(GroupDefinition::empty).toList(),
                forgotten.stream().map(TreePath::of).toList(),
                List.of(),
                basedOn);
    }

    private static GroupChange undo(List<GroupDefinition> before, String... forgotten) {
        return new GroupChange(
                PROD, before, Arrays.stream(forgotten).map(TreePath::of).toList(), List.of(), null);
    }
}

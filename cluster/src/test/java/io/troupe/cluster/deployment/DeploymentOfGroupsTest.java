package io.troupe.cluster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentOfGroupsTest {
    private static final TreePath PROD = TreePath.of("/prod");
    private static final GroupChange CHANGE =
            new GroupChange(PROD, List.of(GroupDefinition.empty(PROD)), List.of(), List.of(), null);
    private static final GroupChange UNDO = new GroupChange(PROD, List.of(), List.of(PROD), List.of(), null);
    private static final DeploymentReply ACCEPTED = new DeploymentReply.Accepted(DeploymentRun.ID, DeploymentRun.NOW);

    private final DeploymentRun run = new DeploymentRun();

    @Test
    void groupsAreChangedWhenAllAgreeAndBeforeTheFirstStep() {
        submit(List.of(List.of("/prod/db"), List.of("/prod/web")));
        assertThat(run.groupsTold)
                .singleElement()
                .satisfies(told -> assertThat(told.command()).isInstanceOf(GroupCommand.Prepare.class));
        answer(new GroupReply.Prepared(PROD, UNDO));
        assertThat(run.submitted).isEmpty();

        run.deliverAll();
        assertThat(run.groupsTold.getLast().command()).isInstanceOf(GroupCommand.Apply.class);
        assertThat(run.submitted).isEmpty();

        answer(new GroupReply.Applied(PROD));
        assertThat(run.submitted).containsExactly(ACCEPTED);
        run.deliverAll();
        run.complete("/prod/db");
        run.complete("/prod/web");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void groupsAloneAreADeploymentWithoutSteps() {
        submit(List.of());
        answer(new GroupReply.Prepared(PROD, UNDO));
        answer(new GroupReply.Applied(PROD));

        assertThat(run.submitted).containsExactly(ACCEPTED);
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void aRefusalOfTheGroupsGivesAllLocksBack() {
        var problem = Problem.of(ProblemCode.STALE, "it has changed");
        submit(List.of(List.of("/prod/db")));
        run.deliverAll();
        answer(new GroupReply.Refused(PROD, problem));
        assertThat(run.groupsTold.getLast().command()).isInstanceOf(GroupCommand.Release.class);
        run.deliverAll();
        answer(new GroupReply.Released(PROD));

        assertThat(run.submitted).containsExactly(new DeploymentReply.Refused(problem));
        assertThat(run.supervisors.holds(WorkloadId.of("/prod/db"), DeploymentRun.ID))
                .isFalse();
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.REFUSED);
    }

    @Test
    void groupsThatARequestHoldsAfterTheEndAreLetGo() {
        submit(List.of());
        held();
        assertThat(run.groupsTold).hasSize(1);
        answer(new GroupReply.Refused(PROD, Problem.of(ProblemCode.STALE, "it has changed")));
        answer(new GroupReply.Released(PROD));
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.REFUSED);

        run.groupsTold.clear();
        held();
        assertThat(run.groupsTold)
                .singleElement()
                .satisfies(told -> assertThat(told.command()).isInstanceOf(GroupCommand.Release.class));
    }

    private void held() {
        run.on(new DeploymentInput.Asked(new DeploymentCommand.GroupsHeld(PROD)));
    }

    @Test
    void aRefusalOfAWorkloadReleasesTheGroups() {
        run.supervisors.refuses(WorkloadId.of("/prod/db"));
        submit(List.of(List.of("/prod/db")));
        answer(new GroupReply.Prepared(PROD, UNDO));
        run.deliverAll();
        assertThat(run.groupsTold.getLast().command()).isInstanceOf(GroupCommand.Release.class);
        assertThat(run.submitted).isEmpty();
        answer(new GroupReply.Released(PROD));

        assertThat(run.submitted).singleElement().isInstanceOf(DeploymentReply.Refused.class);
    }

    @Test
    void whoWaitsInLineAsksTheGroupsOnceAllLocksAreHeldAndAsksAgainWhileOthersChangeThem() {
        var db = WorkloadId.of("/prod/db");
        run.supervisors.take(db, DeploymentId.of("other"));
        run.queue(planned(List.of(List.of("/prod/db", "/prod/web"))));
        run.deliverAll();
        assertThat(run.submitted).containsExactly(ACCEPTED);
        assertThat(run.groupsTold).isEmpty();

        run.supervisors.complete(db);
        run.on(new DeploymentInput.Asked(new DeploymentCommand.LockFree(db)));
        run.deliverAll();
        assertThat(run.groupsTold)
                .singleElement()
                .satisfies(told -> assertThat(told.command()).isInstanceOf(GroupCommand.Prepare.class));
        answer(new GroupReply.Refused(PROD, Problem.of(ProblemCode.STALE, "another changes it at this moment")));
        assertThat(run.outcomes()).isEmpty();
        run.groupsTold.clear();
        run.on(new DeploymentInput.Ticked());
        answer(new GroupReply.Prepared(PROD, UNDO));
        answer(new GroupReply.Applied(PROD));
        run.deliverAll();
        run.complete("/prod/db");
        run.complete("/prod/web");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void whoWaitsInLineIsRefusedWithoutAskingTheGroupsIfAWorkloadRefuses() {
        run.supervisors.refuses(WorkloadId.of("/prod/db"));
        run.queue(planned(List.of(List.of("/prod/db", "/prod/web"))));
        run.deliverAll();
        answer(new GroupReply.Released(PROD));

        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.REFUSED);
        assertThat(run.supervisors.holds(WorkloadId.of("/prod/web"), DeploymentRun.ID))
                .isFalse();
    }

    @Test
    void whatWasAcceptedIsAppliedAfterACrash() {
        submit(List.of(List.of("/prod/db")));
        answer(new GroupReply.Prepared(PROD, UNDO));
        run.deliverAll();
        run.groupsTold.clear();

        run.crash();
        assertThat(run.groupsTold)
                .singleElement()
                .satisfies(told -> assertThat(told.command()).isInstanceOf(GroupCommand.Apply.class));
        answer(new GroupReply.Applied(PROD));
        run.deliverAll();
        run.complete("/prod/db");
        assertThat(run.outcomes()).containsExactly(DeploymentOutcome.COMPLETED);
    }

    @Test
    void cancellingUndoesTheGroupsToo() {
        submit(List.of(List.of("/prod/db")));
        answer(new GroupReply.Prepared(PROD, UNDO));
        run.deliverAll();
        answer(new GroupReply.Applied(PROD));
        run.deliverAll();
        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(DeploymentId.of("undo"), DeploymentRun.CAUSE)));
        run.deliverAll();

        assertThat(run.reverts)
                .singleElement()
                .satisfies(revert -> assertThat(revert.groups()).containsExactly(UNDO));
    }

    private void submit(List<List<String>> steps) {
        run.submit(planned(steps), false);
    }

    private static DeploymentPlan planned(List<List<String>> steps) {
        var walked = steps.isEmpty()
                ? List.<DeploymentPlan.Step>of()
                : DeploymentRun.plan(steps).steps();
        return new DeploymentPlan(DeploymentRun.ID, DeploymentRun.NOW, walked, List.of(CHANGE));
    }

    private void answer(GroupReply reply) {
        run.on(new DeploymentInput.GroupsAnswered(reply));
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.deployment.CoordinatorStandIn;
import io.troupe.cluster.roster.RosterKinds;
import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what a node's control plane does for its gateway, its coordinators and the keeper: the roster first, then a question with a time limit. */
final class GatewayStandIn implements CoordinatorStandIn.Gateway {
    private static final Duration ASK_MAX = Duration.ofSeconds(8);

    @Override
    public void submit(Site from, DeploymentPlan plan, boolean force, Cause cause, Consumer<DeploymentReply> answer) {
        submit(from, plan, OnConflict.of(force), cause, answer);
    }

    void submit(Site from, DeploymentPlan plan, OnConflict onConflict, Cause cause, Consumer<DeploymentReply> answer) {
        from.addToRoster(
                RosterKinds.of(plan, from.now()),
                () -> askCoordinator(from, plan.id(), new DeploymentCommand.Submit(plan, onConflict, cause), answer),
                () -> answer.accept(away()));
    }

    void cancel(
            Site from,
            DeploymentId deployment,
            @Nullable DeploymentId revert,
            Cause cause,
            Consumer<DeploymentReply> answer) {
        askCoordinator(from, deployment, new DeploymentCommand.Cancel(revert, cause), answer);
    }

    @Override
    public void retire(Site from, DeploymentId deployment) {
        from.removeFromRoster(RosterKinds.deployment(deployment, from.now()), () -> {}, () -> {});
    }

    /** Wakes what the entry is about, and says whether nothing is left to do for it. */
    void wake(Site from, RosterEntry entry, Consumer<Boolean> answered, Runnable silent) {
        switch (entry.kind()) {
            case RosterKinds.WORKLOAD ->
                ask(
                        from,
                        new Address.Supervisor(WorkloadId.of(entry.id())),
                        new WorkloadCommand.Wake(),
                        reply -> answered.accept(reply instanceof WorkloadReply.Refused),
                        silent);
            case RosterKinds.DEPLOYMENT ->
                ask(
                        from,
                        new Address.Coordinator(DeploymentId.of(entry.id())),
                        new DeploymentCommand.Wake(),
                        reply -> answered.accept(reply instanceof DeploymentReply.Awake(boolean ended) && ended),
                        silent);
            case RosterKinds.GROUPS ->
                ask(
                        from,
                        new Address.Groups(TreePath.of(entry.id())),
                        new GroupCommand.Wake(),
                        reply -> answered.accept(reply instanceof GroupReply.Awake(boolean idle) && idle),
                        silent);
            default -> throw new IllegalArgumentException("nobody wakes " + entry);
        }
    }

    private void askCoordinator(
            Site from, DeploymentId deployment, DeploymentCommand command, Consumer<DeploymentReply> answer) {
        ask(
                from,
                new Address.Coordinator(deployment),
                command,
                reply -> answer.accept((DeploymentReply) reply),
                () -> answer.accept(away()));
    }

    void ask(Site from, Address to, Object message, Consumer<Object> answer, Runnable tooLate) {
        boolean[] over = new boolean[1];
        from.tell(to, message, new ReturnAddress(from, reply -> {
            if (!over[0]) {
                over[0] = true;
                answer.accept(reply);
            }
        }));
        from.after(ASK_MAX, () -> {
            if (!over[0]) {
                over[0] = true;
                tooLate.run();
            }
        });
    }

    private static DeploymentReply away() {
        return new DeploymentReply.Refused(
                Problem.of(ProblemCode.UNAVAILABLE, "the journal or a peer does not answer"));
    }
}

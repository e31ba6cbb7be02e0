package io.troupe.cluster.deployment;

import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.Happening;
import io.troupe.cluster.simulation.JournaledMailbox;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link DeploymentCoordinator} does: decide, act on what is safe, store, show the directory, act. */
public final class CoordinatorStandIn implements Actor, JournaledMailbox.Entity {
    private static final int WAITING_MAX = 16;

    private final DeploymentId id;
    private final Site site;
    private final CoordinatorCore core;
    private final Gateway gateway;
    private final Duration poll;
    private final JournaledMailbox mailbox;
    private final Deque<ReturnAddress> submitters = new ArrayDeque<>();
    private final Deque<ReturnAddress> cancellers = new ArrayDeque<>();
    private DeploymentState state = DeploymentState.EMPTY;
    private SupervisorAnswers answers = SupervisorAnswers.NONE;
    private long sequence;

    /** How a coordinator submits the deployment that undoes its own, and leaves the roster. */
    public interface Gateway {
        void submit(Site from, DeploymentPlan plan, boolean force, Cause cause, Consumer<DeploymentReply> answer);

        void retire(Site from, DeploymentId deployment);
    }

    private enum Signal {
        TICK
    }

    private record FromRevert(DeploymentReply reply) {}

    public CoordinatorStandIn(DeploymentId id, Site site, CoordinatorCore core, Gateway gateway, Duration poll) {
        this.id = id;
        this.site = site;
        this.core = core;
        this.gateway = gateway;
        this.poll = poll;
        this.mailbox = new JournaledMailbox(site, "deployment|" + id, JournaledMailbox.Limits.DEFAULT, this);
        tick();
        mailbox.recover();
    }

    private void tick() {
        site.after(poll, () -> {
            receive(Signal.TICK, null);
            tick();
        });
    }

    @Override
    public void recovered(List<Object> entries) {
        answers = SupervisorAnswers.NONE;
        state = DeploymentState.EMPTY;
        entries.forEach(entry -> state = state.apply((DeploymentRecord) entry));
        sequence = entries.size();
        var view = state.view();
        if (view != null && view.outcome() == null) {
            site.tellDirectory(new DirectoryUpdate.DeploymentPresent(view));
            act(core.resume(state, site.now()), null);
        }
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        mailbox.receive(message, replyTo);
    }

    @Override
    public void leave() {
        mailbox.leave();
    }

    @Override
    public DirectoryUpdate left() {
        return new DirectoryUpdate.DeploymentLeft(id);
    }

    @Override
    public void take(Object message, @Nullable ReturnAddress replyTo) {
        switch (message) {
            case DeploymentCommand command -> {
                wait(command, replyTo);
                decide(new DeploymentInput.Asked(command), replyTo);
            }
            case WorkloadReply reply -> decide(new DeploymentInput.Answered(reply), null);
            case GroupReply reply -> decide(new DeploymentInput.GroupsAnswered(reply), null);
            case FromRevert(DeploymentReply reply) -> decide(new DeploymentInput.RevertAnswered(reply), null);
            case Signal.TICK -> decide(new DeploymentInput.Ticked(), null);
            default -> throw new IllegalArgumentException("a coordinator does not take " + message);
        }
    }

    private void wait(DeploymentCommand command, @Nullable ReturnAddress replyTo) {
        if (replyTo == null) {
            return;
        }
        switch (command) {
            case DeploymentCommand.Submit submit -> wait(submitters, replyTo);
            case DeploymentCommand.Cancel cancel -> wait(cancellers, replyTo);
            case DeploymentCommand.LockFree free -> {}
            case DeploymentCommand.RolloutNews news -> {}
            case DeploymentCommand.GroupsHeld held -> {}
            case DeploymentCommand.Wake wake -> {}
        }
    }

    private void wait(Deque<ReturnAddress> waiting, ReturnAddress replyTo) {
        if (waiting.size() == WAITING_MAX) {
            site.answer(
                    waiting.removeFirst(),
                    new DeploymentReply.Refused(
                            Problem.of(ProblemCode.TOO_MANY, "too many wait for the same deployment")));
        }
        waiting.addLast(replyTo);
    }

    private void decide(DeploymentInput input, @Nullable ReturnAddress sender) {
        var decision = core.decide(state, answers, input, site.now());
        answers = decision.answers();
        act(decision.first(), sender);
        if (decision.entries().isEmpty()) {
            act(decision.then(), sender);
            return;
        }
        mailbox.store(sequence, decision.entries(), () -> {
            publish(decision.entries());
            act(decision.then(), sender);
        });
    }

    private void publish(List<DeploymentRecord> entries) {
        for (var entry : entries) {
            sequence++;
            state = state.apply(entry);
            var view = state.view();
            if (view != null) {
                site.tellDirectory(
                        new DirectoryUpdate.Happened(new ClusterEvent.DeploymentHappened(sequence, entry, view)));
            }
        }
    }

    private void act(List<DeploymentEffect> effects, @Nullable ReturnAddress sender) {
        for (var effect : effects) {
            site.crashPoint();
            switch (effect) {
                case DeploymentEffect.AnswerSubmitters(DeploymentReply reply) -> answer(submitters, reply);
                case DeploymentEffect.AnswerCancellers(DeploymentReply reply) -> answer(cancellers, reply);
                case DeploymentEffect.AnswerSender(DeploymentReply reply) -> {
                    if (sender != null) {
                        site.answer(sender, reply);
                    }
                }
                case DeploymentEffect.TellWorkload tell ->
                    site.tell(
                            new Address.Supervisor(tell.workload()),
                            tell.command(),
                            new ReturnAddress(site, reply -> receive(reply, null)));
                case DeploymentEffect.TellGroups tell ->
                    site.tell(
                            new Address.Groups(tell.tenant()),
                            tell.command(),
                            new ReturnAddress(site, reply -> receive(reply, null)));
                case DeploymentEffect.SubmitRevert revert ->
                    gateway.submit(
                            site, revert.plan(), true, revert.cause(), reply -> receive(new FromRevert(reply), null));
                case DeploymentEffect.Retire retire -> {
                    gateway.retire(site, id);
                    site.soon(this::leave);
                }
                case DeploymentEffect.Rest rest -> site.soon(this::leave);
            }
        }
    }

    private void answer(Deque<ReturnAddress> waiting, DeploymentReply reply) {
        if (!waiting.isEmpty()) {
            site.happened(new Happening.Answered(id, reply));
        }
        waiting.forEach(replyTo -> site.answer(replyTo, reply));
        waiting.clear();
    }
}

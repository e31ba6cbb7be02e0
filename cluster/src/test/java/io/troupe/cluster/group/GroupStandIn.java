package io.troupe.cluster.group;

import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.JournaledMailbox;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.TreePath;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link GroupSupervisor} does: decide, store, show the directory, answer; and leave when nobody needs it. */
public final class GroupStandIn implements Actor, JournaledMailbox.Entity {
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);
    private static final Duration REMIND_INTERVAL = Duration.ofSeconds(10);

    private final TreePath tenant;
    private final Site site;
    private final GroupCore core;
    private final JournaledMailbox mailbox;
    private GroupState state = GroupState.EMPTY;

    private enum Signal {
        IDLE,
        REMIND
    }

    public GroupStandIn(TreePath tenant, Site site, GroupCore core) {
        this.tenant = tenant;
        this.site = site;
        this.core = core;
        this.mailbox = new JournaledMailbox(site, journal(tenant), JournaledMailbox.Limits.DEFAULT, this);
        mailbox.recover();
    }

    /** What the real one is called in the journal. */
    public static String journal(TreePath tenant) {
        return GroupSupervisor.KEY.name() + "|" + tenant.path();
    }

    @Override
    public void recovered(List<Object> entries) {
        state = GroupState.EMPTY;
        entries.forEach(entry -> state = state.apply((GroupRecord) entry));
        present();
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
        return new DirectoryUpdate.GroupsLeft(tenant);
    }

    @Override
    public void take(Object message, @Nullable ReturnAddress replyTo) {
        switch (message) {
            case GroupCommand command -> decide(command, replyTo);
            case Signal.IDLE -> leave();
            case Signal.REMIND -> {
                state.holder()
                        .ifPresent(deployment -> site.tell(
                                new Address.Coordinator(deployment), new DeploymentCommand.GroupsHeld(tenant), null));
                mailbox.arm(Signal.REMIND, REMIND_INTERVAL);
            }
            default -> throw new IllegalArgumentException("a supervisor of groups does not take " + message);
        }
    }

    private void decide(GroupCommand command, @Nullable ReturnAddress replyTo) {
        var decision = core.decide(tenant, state, command, site.now());
        if (decision.entries().isEmpty()) {
            answer(replyTo, decision.reply());
            return;
        }
        mailbox.store(state.sequence(), decision.entries(), () -> {
            for (var entry : decision.entries()) {
                state = state.apply(entry);
            }
            present();
            answer(replyTo, decision.reply());
        });
    }

    private void answer(@Nullable ReturnAddress replyTo, GroupReply reply) {
        if (replyTo != null) {
            site.crashPoint();
            site.answer(replyTo, reply);
        }
    }

    private void present() {
        site.tellDirectory(state.view(tenant)
                .<DirectoryUpdate>map(DirectoryUpdate.GroupsPresent::new)
                .orElseGet(this::left));
        mailbox.disarm();
        if (state.idle()) {
            mailbox.arm(Signal.IDLE, IDLE_MAX);
        } else if (state.holder().isPresent()) {
            mailbox.arm(Signal.REMIND, REMIND_INTERVAL);
        }
    }
}

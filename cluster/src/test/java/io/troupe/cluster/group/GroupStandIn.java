package io.troupe.cluster.group;

import io.troupe.cluster.directory.DirectoryUpdate;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.TreePath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link GroupSupervisor} does: decide, store, show the directory, answer; and leave when nobody needs it. */
public final class GroupStandIn implements Actor {
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);
    private static final Duration REMIND_INTERVAL = Duration.ofSeconds(10);
    private static final int STASH_MAX = 1_000;

    private final TreePath tenant;
    private final Site site;
    private final GroupCore core;
    private final Deque<Mail> stash = new ArrayDeque<>();
    private GroupState state = GroupState.EMPTY;
    private boolean busy = true;
    private boolean leaving;
    private Duration retry = RETRY_MIN;
    private long timer;

    private record Mail(Object message, @Nullable ReturnAddress replyTo) {}

    private enum Signal {
        IDLE,
        REMIND
    }

    public GroupStandIn(TreePath tenant, Site site, GroupCore core) {
        this.tenant = tenant;
        this.site = site;
        this.core = core;
        recover();
    }

    /** What the real one is called in the journal. */
    public static String journal(TreePath tenant) {
        return GroupSupervisor.KEY.name() + "|" + tenant.path();
    }

    private void recover() {
        busy = true;
        site.read(journal(tenant), this::recovered, this::backOff);
    }

    private void backOff() {
        timer++;
        site.after(retry, this::recover);
        var longer = retry.multipliedBy(2);
        retry = longer.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : longer;
    }

    private void recovered(List<Object> entries) {
        retry = RETRY_MIN;
        state = GroupState.EMPTY;
        entries.forEach(entry -> state = state.apply((GroupRecord) entry));
        present();
        free();
    }

    private void free() {
        busy = false;
        if (leaving) {
            leave();
            return;
        }
        while (!busy && !stash.isEmpty()) {
            var mail = stash.removeFirst();
            take(mail.message(), mail.replyTo());
        }
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        if (!busy) {
            take(message, replyTo);
        } else if (stash.size() < STASH_MAX) {
            stash.addLast(new Mail(message, replyTo));
        }
    }

    @Override
    public void leave() {
        leaving = true;
        if (!busy) {
            site.tellDirectory(new DirectoryUpdate.GroupsLeft(tenant));
            site.stop();
        }
    }

    private void take(Object message, @Nullable ReturnAddress replyTo) {
        switch (message) {
            case GroupCommand command -> decide(command, replyTo);
            case Signal.IDLE -> leave();
            case Signal.REMIND -> {
                state.holder()
                        .ifPresent(deployment -> site.tell(
                                new Address.Coordinator(deployment), new DeploymentCommand.GroupsHeld(tenant), null));
                signal(Signal.REMIND, REMIND_INTERVAL);
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
        busy = true;
        site.store(
                journal(tenant),
                state.sequence(),
                decision.entries(),
                () -> {
                    for (var entry : decision.entries()) {
                        state = state.apply(entry);
                    }
                    present();
                    answer(replyTo, decision.reply());
                    free();
                },
                this::backOff);
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
                .orElseGet(() -> new DirectoryUpdate.GroupsLeft(tenant)));
        timer++;
        if (state.idle()) {
            signal(Signal.IDLE, IDLE_MAX);
        } else if (state.holder().isPresent()) {
            signal(Signal.REMIND, REMIND_INTERVAL);
        }
    }

    private void signal(Signal signal, Duration delay) {
        var armed = timer;
        site.after(delay, () -> {
            if (armed == timer) {
                receive(signal, null);
            }
        });
    }
}

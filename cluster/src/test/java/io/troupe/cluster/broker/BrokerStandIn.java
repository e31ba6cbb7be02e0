package io.troupe.cluster.broker;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.simulation.Actor;
import io.troupe.cluster.simulation.Address;
import io.troupe.cluster.simulation.ReturnAddress;
import io.troupe.cluster.simulation.Site;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what {@link OfferBroker} does: what is in the mailbox is one batch, and the agents are asked at the start. */
public final class BrokerStandIn implements Actor {
    private final Site site;
    private final BrokerCore core;
    private final BrokerState state;
    private final List<BrokerInput> batch = new ArrayList<>();

    public BrokerStandIn(Site site, BrokerCore core, BrokerSettings settings) {
        this.site = site;
        this.core = core;
        this.state = new BrokerState(site.now().toEpochMilli(), site.now(), settings);
        tick();
        site.tell(new Address.Agents(), new AgentCommand.Announce(state.epoch()), null);
    }

    public long epoch() {
        return state.epoch();
    }

    /** The instances for which the broker keeps a place that no report shows yet. */
    public List<InstanceId> placesKept(WorkloadId workload) {
        return state.grants().of(workload).stream().map(Grant::instance).toList();
    }

    private void tick() {
        site.after(state.settings().tickInterval(), () -> {
            act(core.decide(state, List.of(new BrokerInput.Tick()), site.now()));
            tick();
        });
    }

    @Override
    public void receive(Object message, @Nullable ReturnAddress replyTo) {
        batch.add(
                switch (message) {
                    case BrokerCommand.NodeReport report -> new BrokerInput.Reported(report);
                    case BrokerCommand.NodeGone gone -> new BrokerInput.Gone(gone.node());
                    case BrokerCommand.Demand demand -> new BrokerInput.Demanded(demand);
                    case BrokerCommand.Follow follow -> new BrokerInput.Followed(follow);
                    default -> throw new IllegalArgumentException("the broker does not take " + message);
                });
        if (batch.size() == 1) {
            site.soon(this::decide);
        } else if (batch.size() >= state.settings().batchMax()) {
            decide();
        }
    }

    private void decide() {
        var inputs = List.copyOf(batch);
        batch.clear();
        act(core.decide(state, inputs, site.now()));
    }

    private void act(List<BrokerEffect> effects) {
        for (var effect : effects) {
            site.crashPoint();
            switch (effect) {
                case BrokerEffect.Tell tell -> site.tell(new Address.Supervisor(tell.workload()), tell.news(), null);
                case BrokerEffect.AskAgents ask ->
                    site.tell(new Address.Agents(), new AgentCommand.Announce(ask.epoch()), null);
            }
        }
    }
}

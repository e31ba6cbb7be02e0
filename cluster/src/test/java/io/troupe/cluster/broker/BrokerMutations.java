package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.Demand;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Revision;
import java.util.List;

/** Faults planted into the broker. */
public final class BrokerMutations {
    private BrokerMutations() {}

    /** A place that was granted is not kept. */
    public static BrokerCore forgetsItsGrants() {
        return (state, inputs, now) -> {
            var effects = BrokerCore.PRODUCT.decide(state, inputs, now);
            for (var effect : effects) {
                if (effect instanceof BrokerEffect.Tell(WorkloadId workload, BrokerNews.Granted granted)) {
                    granted.grants().forEach(grant -> state.release(grant.id()));
                }
            }
            return effects;
        };
    }

    /** Constraints are not looked at. */
    public static BrokerCore ignoresConstraints() {
        return (state, inputs, now) -> BrokerCore.PRODUCT.decide(
                state, inputs.stream().map(BrokerMutations::unconstrained).toList(), now);
    }

    private static BrokerInput unconstrained(BrokerInput input) {
        return input instanceof BrokerInput.Demanded(Demand demand)
                ? new BrokerInput.Demanded(new Demand(
                        demand.workload(),
                        demand.number(),
                        unconstrained(demand.revision()),
                        demand.waiting(),
                        demand.peers(),
                        demand.others(),
                        demand.heardEpoch()))
                : input;
    }

    private static Revision unconstrained(Revision revision) {
        var spec = revision.spec();
        return new Revision(
                revision.number(),
                revision.since(),
                spec.toBuilder().constraints(List.of()).build());
    }

    /** Of what runs on every node, one node may get several. */
    public static BrokerCore forgetsThatEachNodeHasOne() {
        return (state, inputs, now) -> BrokerCore.PRODUCT.decide(
                state, inputs.stream().map(BrokerMutations::alike).toList(), now);
    }

    private static BrokerInput alike(BrokerInput input) {
        if (!(input instanceof BrokerInput.Demanded(Demand demand))) {
            return input;
        }
        var revision = demand.revision();
        var alike = new Revision(
                revision.number(),
                revision.since(),
                revision.spec().toBuilder().slots(null).build());
        return new BrokerInput.Demanded(new Demand(
                demand.workload(),
                demand.number(),
                alike,
                demand.waiting(),
                demand.peers(),
                demand.others(),
                demand.heardEpoch()));
    }

    /** Who waits is not told why. */
    public static BrokerCore refusesSilently() {
        return (state, inputs, now) -> BrokerCore.PRODUCT.decide(state, inputs, now).stream()
                .filter(effect -> !(effect instanceof BrokerEffect.Tell(WorkloadId workload, BrokerNews.NotPlaced not)))
                .toList();
    }

    /** A broker whose clock is behind that of the one before does not make its epoch the higher one. */
    public static BrokerCore trustsItsClock() {
        return (state, inputs, now) -> BrokerCore.PRODUCT.decide(
                state, inputs.stream().map(BrokerMutations::withoutEpoch).toList(), now);
    }

    private static BrokerInput withoutEpoch(BrokerInput input) {
        if (input instanceof BrokerInput.Followed(var follow)) {
            return new BrokerInput.Followed(
                    new BrokerCommand.Follow(follow.workload(), follow.number(), follow.revision(), 0));
        }
        return input instanceof BrokerInput.Demanded(Demand demand)
                ? new BrokerInput.Demanded(new Demand(
                        demand.workload(),
                        demand.number(),
                        demand.revision(),
                        demand.waiting(),
                        demand.peers(),
                        demand.others(),
                        0))
                : input;
    }
}

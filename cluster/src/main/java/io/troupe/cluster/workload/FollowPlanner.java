package io.troupe.cluster.workload;

import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** On which nodes a workload that runs one instance on every fit node has one: the broker says which there are, and here it is decided. */
final class FollowPlanner {
    private FollowPlanner() {}

    static boolean follows(WorkloadState state) {
        return state.exists() && state.revision().spec().followsNodes();
    }

    /** The nodes of which the workload has to hear. */
    private static Set<NodeId> mattering(WorkloadState state) {
        var nodes = new TreeSet<>(state.followed().nodes());
        state.instances().stream()
                .flatMap(instance -> nodeOf(instance).stream())
                .forEach(nodes::add);
        return nodes;
    }

    private static Optional<NodeId> nodeOf(Instance instance) {
        return Optional.ofNullable(instance.place()).map(InstancePlace::node);
    }

    static LastFollow heard(LastFollow last, BrokerNews.Nodes news, WorkloadState state, Instant now) {
        return last.isNews(news) ? last.heard(news, mattering(state), now) : last;
    }

    /** Takes what is news of the nodes; {@code exchange} has heard of it. */
    static void heard(Deliberation deliberation, BrokerNews.Nodes news, Exchange exchange) {
        var state = deliberation.state();
        var last = exchange.follow();
        if (!follows(state)
                || last.revision() != state.wanted().revision()
                || last.epoch() != news.epoch()
                || last.answer() != news.answer()) {
            return;
        }
        var gone = last.gone(deliberation.now());
        giveUp(deliberation, gone);
        if (state.deleting()) {
            return;
        }
        var followed = state.followed();
        var joined = new ArrayList<>(news.fit());
        joined.removeAll(followed.nodes());
        var unwanted = new HashSet<>(news.others());
        unwanted.addAll(gone);
        var left = followed.nodes().stream().filter(unwanted::contains).toList();
        if (!joined.isEmpty() || !left.isEmpty() || followed.revision() != last.revision()) {
            deliberation.add(
                    "it runs on every node that is fit for it",
                    new WorkloadEvent.NodesFollowed(last.revision(), joined, left));
        }
    }

    /** Nobody is there to say what became of these; if the node comes back after all, its agent is told that nobody knows them. */
    private static void giveUp(Deliberation deliberation, Set<NodeId> gone) {
        for (var node : new TreeSet<>(gone)) {
            var lost = deliberation.state().instances().stream()
                    .filter(instance -> nodeOf(instance).filter(node::equals).isPresent())
                    .map(instance -> InstanceReport.seen(instance.id(), InstanceState.LOST, deliberation.now())
                            .withMessage("its node has left the cluster"))
                    .toList();
            if (!lost.isEmpty()) {
                deliberation.add(
                        "node " + node + " has been gone for " + LastFollow.GONE_AFTER.toMinutes() + " minutes",
                        new WorkloadEvent.InstancesObserved(node, lost));
            }
        }
    }

    /** What stands where it should not. */
    static void stopMisplaced(Deliberation deliberation) {
        var state = deliberation.state();
        var nodes = Set.copyOf(state.followed().nodes());
        var misplaced = state.instances().stream()
                .filter(WorkloadState::wanted)
                .filter(instance ->
                        nodeOf(instance).filter(node -> !nodes.contains(node)).isPresent())
                .map(Instance::id)
                .toList();
        if (!misplaced.isEmpty()) {
            deliberation.add(
                    "its node is not fit for the workload",
                    new WorkloadEvent.StopRequested(misplaced, StopReason.NODE_UNFIT));
        }
    }

    /** Whether an instance may take this place: of two on one node, or one on a node that is not followed, the broker may not know yet. */
    static boolean mayTake(WorkloadState state, Instance instance, NodeId node, Stream<NodeId> alsoTaken) {
        if (!state.revisionNumbered(instance.revision()).spec().followsNodes()) {
            return true;
        }
        return (!follows(state) || state.followed().nodes().contains(node))
                && state.instances().stream()
                        .noneMatch(other -> nodeOf(other).filter(node::equals).isPresent())
                && alsoTaken.noneMatch(node::equals);
    }

    /** When the broker is asked again; empty if the workload does not follow nodes. */
    static Optional<Instant> askedAt(WorkloadState state, Exchange exchange) {
        return !follows(state)
                ? Optional.empty()
                : Optional.of(
                        exchange.follow().revision() == state.wanted().revision()
                                ? exchange.follow().repeatedAt()
                                : Instant.EPOCH);
    }

    /** Asks the broker if it is time to. */
    static Exchange ask(
            WorkloadId workload, WorkloadState state, Exchange exchange, Instant now, List<WorkloadEffect> effects) {
        if (askedAt(state, exchange).filter(at -> !now.isBefore(at)).isEmpty()) {
            return exchange;
        }
        var revision = state.revision();
        var number = Math.max(exchange.follow().number() + 1, now.toEpochMilli());
        effects.add(new WorkloadEffect.AskBroker(new BrokerCommand.Follow(
                workload, number, revision, exchange.demand().brokerEpoch())));
        return exchange.with(exchange.follow().asked(number, revision.number(), now));
    }
}

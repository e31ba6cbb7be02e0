package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.Follow;
import io.troupe.cluster.placement.Fitness;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workloads whose number of instances follows the nodes, and what they were told of these last. */
final class Followers {
    private final Map<WorkloadId, Follower> all = new LinkedHashMap<>();
    private final Set<WorkloadId> due = new LinkedHashSet<>();
    private long answersGiven;

    /** @param told null if it was not answered since it asked */
    private record Follower(
            Follow follow, Instant heardAt, @Nullable Judged told) {}

    private record Judged(List<NodeId> fit, List<NodeId> others) {}

    /** A workload asks; an older question than its last is ignored. */
    void hear(Follow follow, Instant now) {
        Follower before = all.get(follow.workload());
        if (before == null || before.follow.number() <= follow.number()) {
            all.put(follow.workload(), new Follower(follow, now, null));
            due.add(follow.workload());
        }
    }

    /** A node came, went or is another than it was. */
    void nodesChanged() {
        due.addAll(all.keySet());
    }

    void forgetBefore(Instant time) {
        all.values().removeIf(follower -> follower.heardAt.isBefore(time));
        due.retainAll(all.keySet());
    }

    /** What is to be said to those to whom it is news. */
    List<BrokerEffect> answers(long epoch, Collection<KnownNode> nodes) {
        List<BrokerEffect> answers = new ArrayList<>();
        for (WorkloadId workload : due) {
            Follower follower = all.get(workload);
            if (follower == null) {
                continue;
            }
            Judged judged = judge(follower.follow, nodes);
            if (!judged.equals(follower.told)) {
                all.put(workload, new Follower(follower.follow, follower.heardAt, judged));
                answers.add(new BrokerEffect.Tell(
                        workload,
                        new BrokerNews.Nodes(
                                epoch, follower.follow.number(), ++answersGiven, judged.fit, judged.others)));
            }
        }
        due.clear();
        return answers;
    }

    private static Judged judge(Follow follow, Collection<KnownNode> nodes) {
        Fitness fitness = Fitness.of(follow.revision().spec());
        List<NodeId> fit = new ArrayList<>();
        List<NodeId> others = new ArrayList<>();
        for (KnownNode node : nodes) {
            if (node.silent()) {
                continue;
            }
            NodeDescription description = node.report().node();
            (fitness.isFit(description) ? fit : others).add(description.id());
        }
        return new Judged(List.copyOf(fit), List.copyOf(others));
    }
}

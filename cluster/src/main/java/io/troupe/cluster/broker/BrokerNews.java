package io.troupe.cluster.broker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.util.List;

/** What the broker tells a supervisor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "news")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BrokerNews.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = BrokerNews.NotPlaced.class, name = "not-placed"),
    @JsonSubTypes.Type(value = BrokerNews.Nodes.class, name = "nodes")
})
public sealed interface BrokerNews extends ClusterMessage {
    /** A higher epoch is a newer broker. */
    long epoch();

    /**
     * These instances may go there; the broker keeps the place for a while.
     *
     * @param demand number of the demand that is answered
     */
    record Granted(long epoch, long demand, List<PlacedInstance> grants) implements BrokerNews {
        public Granted {
            grants = List.copyOf(grants);
        }
    }

    /**
     * All nodes that the broker knows now and has heard of lately. One that is missing has left, or was not heard of for a while, or not yet.
     *
     * @param follow number of the {@link BrokerCommand.Follow} that is answered
     * @param answer counts the broker's answers about nodes; an earlier one that comes later is no news
     * @param fit those that are fit for its revision, whatever room they have
     * @param others those that are not
     */
    record Nodes(long epoch, long follow, long answer, List<NodeId> fit, List<NodeId> others) implements BrokerNews {
        public Nodes {
            fit = List.copyOf(fit);
            others = List.copyOf(others);
        }
    }

    /** There is no place for {@code waiting} instances now; the broker tries again when something changes. */
    record NotPlaced(long epoch, int waiting, RefusalSummary refusals) implements BrokerNews {}
}

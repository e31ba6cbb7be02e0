package io.troupe.cluster.broker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.util.List;

/** What the broker tells a supervisor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "news")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BrokerNews.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = BrokerNews.NotPlaced.class, name = "not-placed")
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

    /** There is no place for {@code waiting} instances now; the broker tries again when something changes. */
    record NotPlaced(long epoch, int waiting, RefusalSummary refusals) implements BrokerNews {}
}

package io.troupe.cluster;

import io.troupe.cluster.broker.BrokerSettings;
import io.troupe.cluster.workload.SupervisorSettings;
import java.time.Duration;
import java.util.List;

/**
 * How the control plane of a node is set up.
 *
 * @param seeds addresses of nodes to join ({@code akka://troupe@10.0.0.1:7400}); empty for a cluster that begins with this node
 * @param advertised {@code host:port} under which this node's API is reached
 * @param askMax how long a change may take to be answered before it counts as unavailable
 * @param peerAnswerMax how long a read waits for other nodes
 * @param pollInterval how often a coordinator says again what was not answered
 * @param rosterInterval how often the list of what must live is compared with what lives
 * @param runningDeploymentsMax most deployments that run on one node at once; a forced change, which may end another, is taken all the same
 * @param supervisor how supervisors are set up
 * @param broker how the broker is set up
 */
public record ClusterSettings(
        List<String> seeds,
        String advertised,
        Duration askMax,
        Duration peerAnswerMax,
        Duration pollInterval,
        Duration rosterInterval,
        int runningDeploymentsMax,
        SupervisorSettings supervisor,
        BrokerSettings broker) {
    public ClusterSettings {
        seeds = List.copyOf(seeds);
        if (runningDeploymentsMax < 1) {
            throw new IllegalArgumentException("at least 1 deployment has to run at once");
        }
    }

    /** A cluster of one node with the default rules. */
    public static ClusterSettings of(String advertised) {
        return new ClusterSettings(
                List.of(),
                advertised,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                10_000,
                SupervisorSettings.DEFAULT,
                BrokerSettings.DEFAULT);
    }

    public ClusterSettings withSeeds(List<String> nodes) {
        return new ClusterSettings(
                nodes,
                advertised,
                askMax,
                peerAnswerMax,
                pollInterval,
                rosterInterval,
                runningDeploymentsMax,
                supervisor,
                broker);
    }

    public ClusterSettings withRunningDeploymentsMax(int deployments) {
        return new ClusterSettings(
                seeds,
                advertised,
                askMax,
                peerAnswerMax,
                pollInterval,
                rosterInterval,
                deployments,
                supervisor,
                broker);
    }
}

package io.troupe.node.settings;

import io.troupe.node.agent.Capacity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node is started with; every value is checked.
 *
 * @param dataDirectory where everything of the node is kept
 * @param http where the API listens; port 0 for any free one
 * @param httpHosts further names under which the API may be called on loopback
 * @param cluster under which the other nodes reach this one; port 0 for any free one
 * @param seeds nodes of the cluster to join; empty for a cluster of its own
 * @param host under which the ports of instances are reached
 * @param cassandra where the journal is; null to run Cassandra embedded
 * @param engines the container engines to use
 * @param capacity what is lent to instances
 * @param stopContainers whether all instances are stopped when the node stops
 * @param logLevel of Troupe's own log
 * @param shown every setting as it is shown back, secrets masked, by name
 */
public record NodeSettings(
        Path dataDirectory,
        InetSocketAddress http,
        List<String> httpHosts,
        InetSocketAddress cluster,
        List<InetSocketAddress> seeds,
        String host,
        @Nullable ExternalCassandra cassandra,
        String keyspace,
        int replication,
        Engines engines,
        Capacity capacity,
        boolean stopContainers,
        String logLevel,
        Map<String, ShownSetting> shown) {
    public NodeSettings {
        httpHosts = List.copyOf(httpHosts);
        seeds = List.copyOf(seeds);
    }

    /** A Cassandra that somebody else runs. */
    public record ExternalCassandra(
            List<InetSocketAddress> hosts,
            @Nullable String datacenter,
            @Nullable String user,
            @Nullable String password,
            boolean tls) {
        public ExternalCassandra {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String toString() {
            return "ExternalCassandra[hosts=" + hosts + ", user=" + user + "]";
        }
    }

    /**
     * @param docker the Docker engine's address; null for none
     * @param dockerCertificates folder of the certificates for TLS to it; null for none
     * @param dockerConfig registry credentials
     * @param seccompProfiles folder of the profiles that containers may name; null for none
     * @param simulated whether nothing is run for real
     * @param simulatedDelay how long the simulated engine takes to create, to start and to stop
     */
    public record Engines(
            @Nullable String docker,
            @Nullable Path dockerCertificates,
            Path dockerConfig,
            @Nullable Path seccompProfiles,
            boolean simulated,
            Duration simulatedDelay) {}

    /**
     * @param value as text, {@code ***} for a secret
     * @param source {@code option}, {@code environment}, {@code file} or {@code default}
     */
    public record ShownSetting(String value, String source) {}
}

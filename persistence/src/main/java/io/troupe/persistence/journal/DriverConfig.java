package io.troupe.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings of Cassandra's driver. The reasons stand in {@code troupe-driver.conf}. */
final class DriverConfig {
    private DriverConfig() {}

    /** Complete, at the top level, as the driver's loader takes it. */
    static Config of(CassandraSettings settings) {
        var fixed = ConfigFactory.parseResources(DriverConfig.class.getClassLoader(), "troupe-driver.conf");
        return ConfigFactory.parseMap(said(settings), "CassandraSettings")
                .withFallback(fixed)
                .withFallback(ConfigFactory.defaultReference())
                .resolve()
                .getConfig("datastax-java-driver");
    }

    private static Map<String, Object> said(CassandraSettings settings) {
        var said = new HashMap<String, Object>();
        var driver = "datastax-java-driver.";
        var consistency = settings.consistency();
        said.put(driver + "basic.request.consistency", consistency);
        said.put(driver + "profiles.akka-persistence-cassandra-profile.basic.request.consistency", consistency);
        said.put(
                driver + "profiles.akka-persistence-cassandra-snapshot-profile.basic.request.consistency", consistency);
        // What the token map is made of; with one copy on one node there is nothing to choose.
        said.put(driver + "advanced.metadata.schema.enabled", settings.replicationFactor() > 1);
        if (settings.replicationFactor() > 1) {
            said.put(driver + "advanced.metadata.schema.refreshed-keyspaces", List.of(settings.keyspace()));
        }
        var datacenter = settings.localDatacenter();
        if (datacenter != null) {
            said.put(driver + "basic.load-balancing-policy.class", "DefaultLoadBalancingPolicy");
            said.put(driver + "basic.load-balancing-policy.local-datacenter", datacenter);
        }
        var tls = settings.tls();
        if (tls != null) {
            said.put(driver + "advanced.ssl-engine-factory.class", "DefaultSslEngineFactory");
            var store = tls.trustStore();
            if (store != null) {
                said.put(driver + "advanced.ssl-engine-factory.truststore-path", store.toString());
            }
            var password = tls.trustStorePassword();
            if (password != null) {
                said.put(driver + "advanced.ssl-engine-factory.truststore-password", password);
            }
        }
        return said;
    }
}

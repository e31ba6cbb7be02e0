package io.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** What the control plane needs of Akka. */
public final class ClusterConfig {
    private ClusterConfig() {}

    /** Put before the defaults: of files named {@code reference.conf} the order is not certain. */
    public static Config of() {
        return ConfigFactory.parseResources(ClusterConfig.class.getClassLoader(), "troupe-cluster.conf");
    }
}

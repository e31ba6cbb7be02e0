package io.troupe.node.start;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.docker.DockerEngine;
import io.troupe.node.engine.docker.DockerHost;
import io.troupe.node.engine.docker.DockerSettings;
import io.troupe.node.engine.process.ProcessEngine;
import io.troupe.node.engine.simulated.Latencies;
import io.troupe.node.engine.simulated.SimulatedEngine;
import io.troupe.node.settings.NodeSettings;
import io.troupe.protocol.identity.NodeId;
import java.util.ArrayList;
import java.util.List;

/** The engines a node's settings ask for. */
final class EngineChoice {
    private static final String PUBLISH_EVERYWHERE = "0.0.0.0";

    private EngineChoice() {}

    static List<ContainerEngine> open(NodeSettings settings, NodeId node) throws StartException {
        if (settings.engines().simulated()) {
            return SimulatedEngine.ofBothKinds(Latencies.each(settings.engines().simulatedDelay()));
        }
        var engines = new ArrayList<ContainerEngine>();
        var docker = settings.engines().docker();
        if (docker != null) {
            try {
                engines.add(new DockerEngine(new DockerSettings(
                        DockerHost.parse(docker, settings.engines().dockerCertificates()),
                        node,
                        settings.engines().dockerConfig(),
                        settings.host().equals("127.0.0.1") ? "127.0.0.1" : PUBLISH_EVERYWHERE,
                        settings.engines().seccompProfiles())));
            } catch (IllegalArgumentException e) {
                throw new StartException("--docker-host: " + e.getMessage(), e);
            }
        }
        engines.add(new ProcessEngine(settings.dataDirectory()));
        return engines;
    }
}

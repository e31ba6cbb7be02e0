package io.troupe.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.gateway.marathon.MarathonRoutes;
import io.troupe.gateway.marathon.SystemRoutes;
import io.troupe.gateway.metrics.MeasuredControlPlane;
import io.troupe.gateway.metrics.Meters;
import io.troupe.gateway.metrics.MetricsRoutes;
import io.troupe.gateway.troupe.TroupeRoutes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The bound HTTP server of a node, with all its dialects. */
public final class GatewayServer {
    private static final String HTTP_SETTINGS = "gateway-http.conf";

    private final ServerBinding binding;

    private GatewayServer(ServerBinding binding) {
        this.binding = binding;
    }

    /** Binds; the stage fails if the address is taken. */
    public static CompletionStage<GatewayServer> start(
            ActorSystem<?> system,
            GatewaySettings settings,
            ControlPlane controlPlane,
            InstanceAccess access,
            NodeFacts facts,
            LogLevels logs) {
        var config = ConfigFactory.parseResources(GatewayServer.class.getClassLoader(), HTTP_SETTINGS)
                .withFallback(system.settings().config())
                .resolve();
        var clock = InstantSource.system();
        var meters = new Meters();
        var measured = new MeasuredControlPlane(controlPlane, meters);
        var routes = List.of(
                new MetricsRoutes(controlPlane, meters, clock),
                new SystemRoutes(system, facts.settings(), logs),
                new TroupeRoutes(measured, access, facts.settings(), clock),
                new MarathonRoutes(system, measured, clock, facts.nodeId(), facts.version()));
        var handler = new GatewayHandler(system, settings, controlPlane, routes, meters);
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(ServerSettings.create(config))
                .bind(handler::answer)
                .thenApply(GatewayServer::new);
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no new requests, and waits a bounded time for those under way. */
    public CompletionStage<Void> stop(Duration hardDeadline) {
        return binding.terminate(hardDeadline).thenAccept(_ -> {});
    }
}

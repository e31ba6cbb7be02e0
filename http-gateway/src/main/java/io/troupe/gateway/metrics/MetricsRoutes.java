package io.troupe.gateway.metrics;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}, as Prometheus reads it or, for who takes only that, as JSON; and {@code /metrics/prometheus}. */
public final class MetricsRoutes implements Routes {
    private static final Set<List<String>> PATHS = Set.of(List.of("metrics"), List.of("metrics", "prometheus"));

    private final ControlPlane controlPlane;
    private final Meters meters;
    private final InstantSource clock;

    public MetricsRoutes(ControlPlane controlPlane, Meters meters, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public @Nullable CompletionStage<HttpResponse> answer(Exchange exchange) {
        if (!PATHS.contains(exchange.segments())) {
            return null;
        }
        if (!exchange.method().equals("GET")) {
            throw HttpRefusal.methodNotAllowed("GET, HEAD");
        }
        var accept = exchange.header("Accept").orElse("*/*");
        if (exchange.segments().size() == 1
                && accept.contains("application/json")
                && !accept.contains("text/")
                && !accept.contains("openmetrics")) {
            return picture().thenApply(picture -> Answers.ok(meters.json(picture, clock.instant())));
        }
        return picture()
                .thenApply(picture -> HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.parse(Meters.CONTENT_TYPE),
                                ByteString.fromString(meters.text(picture, clock.instant())))));
    }

    private CompletionStage<ClusterPicture> picture() {
        return controlPlane
                .workloads()
                .thenCompose(workloads -> controlPlane
                        .deployments()
                        .thenCompose(deployments -> controlPlane
                                .nodes()
                                .thenApply(nodes -> new ClusterPicture(workloads, deployments, nodes))));
    }
}

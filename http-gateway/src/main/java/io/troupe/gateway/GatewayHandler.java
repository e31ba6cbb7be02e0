package io.troupe.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.util.ByteString;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.access.InstanceAccess.AccessRefused;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Routes;
import io.troupe.gateway.metrics.Meters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to every request: admitted, read within limits, answered by a dialect, and any failure turned into an answer. */
final class GatewayHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
    private static final int GZIP_BYTES_MIN = 1024;

    /** Paths that are answered while the node is not ready. */
    private static final Set<String> ALWAYS =
            Set.of("/ping", "/metrics", "/metrics/prometheus", "/v1/ready", "/v1/settings");

    private final GatewaySettings settings;
    private final ControlPlane controlPlane;
    private final List<Routes> routes;
    private final Gatekeeper gatekeeper;
    private final Materializer materializer;
    private final Meters meters;

    GatewayHandler(
            ActorSystem<?> system,
            GatewaySettings settings,
            ControlPlane controlPlane,
            List<Routes> routes,
            Meters meters) {
        this.meters = meters;
        this.settings = settings;
        this.controlPlane = controlPlane;
        this.routes = List.copyOf(routes);
        this.gatekeeper = new Gatekeeper(settings);
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        long began = System.nanoTime();
        CompletionStage<HttpResponse> answer;
        try {
            answer = admitted(request);
        } catch (RuntimeException failure) {
            request.discardEntityBytes(materializer);
            answer = Answers.now(answerFor(request, failure));
        }
        return answer.exceptionally(failure -> answerFor(request, failure)).thenApply(response -> {
            var took = Duration.ofNanos(System.nanoTime() - began);
            meters.answered(request.method().name(), response.status().intValue(), took);
            return dressed(request, response);
        });
    }

    private CompletionStage<HttpResponse> admitted(HttpRequest request) {
        var user = gatekeeper.admit(request);
        var clientIp = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("unknown");
        var readiness = controlPlane.readiness();
        if (!readiness.ready() && !ALWAYS.contains(request.getUri().getPathString())) {
            throw HttpRefusal.unavailable("this node is not ready: " + readiness.waitingFor());
        }
        if (request.getAttribute(AttributeKeys.webSocketUpgrade).isPresent()) {
            return routed(Exchange.of(request, ByteString.emptyByteString(), user, clientIp));
        }
        return bodyOf(request).thenCompose(body -> routed(Exchange.of(request, body, user, clientIp)));
    }

    private CompletionStage<ByteString> bodyOf(HttpRequest request) {
        if (request.entity().isStrict()) {
            var data = ((HttpEntity.Strict) request.entity()).getData();
            if (data.length() > settings.bodyBytesMax()) {
                throw tooLong();
            }
            return CompletableFuture.completedFuture(data);
        }
        return BodyReader.read(request.entity(), settings.bodyBytesMax(), materializer)
                .thenApply(body -> body.orElseThrow(this::tooLong));
    }

    private HttpRefusal tooLong() {
        return HttpRefusal.of(413, "the body is longer than " + settings.bodyBytesMax() + " bytes");
    }

    private CompletionStage<HttpResponse> routed(Exchange exchange) {
        for (var dialect : routes) {
            var answer = dialect.answer(exchange);
            if (answer != null) {
                return answer;
            }
        }
        throw HttpRefusal.notFound("URI not found: /" + String.join("/", exchange.segments()));
    }

    private HttpResponse answerFor(HttpRequest request, Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> answerFor(request, wrapped.getCause());
            case HttpRefusal refusal ->
                refusal.optionsOrResponse(request.method().name());
            case ControlPlane.Outage outage ->
                HttpRefusal.unavailable(outage.problem().message()).response();
            case AccessRefused refused ->
                HttpRefusal.notFound(String.valueOf(refused.getMessage())).response();
            case EntityStreamException broken ->
                HttpRefusal.badRequest("the body cannot be read: " + broken.getMessage())
                        .response();
            case TimeoutException _ ->
                HttpRefusal.unavailable("no answer in time").response();
            case akka.http.scaladsl.model.IllegalUriException illegal ->
                HttpRefusal.badRequest("the URI cannot be read: " + illegal.getMessage())
                        .response();
            default -> {
                LOG.error(
                        "request=\"{} {}\" failed",
                        request.method().name(),
                        request.getUri().getPathString(),
                        failure);
                yield HttpRefusal.of(500, "this is a fault of Troupe; the node's log says more")
                        .response();
            }
        };
    }

    /** The headers of every answer, and the body packed if that was asked for and pays. */
    private HttpResponse dressed(HttpRequest request, HttpResponse response) {
        var dressed = response.addHeader(RawHeader.create("X-Frame-Options", "DENY"))
                .addHeader(RawHeader.create("X-XSS-Protection", "1; mode=block"))
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache, no-store, must-revalidate"))
                .addHeader(RawHeader.create("Pragma", "no-cache"))
                .addHeader(RawHeader.create("Expires", "0"));
        var leader = controlPlane.leader();
        if (leader.isPresent()) {
            dressed = dressed.addHeader(RawHeader.create("X-Marathon-Leader", "http://" + leader.get()));
        }
        var packable = response.entity().isStrict()
                && ((HttpEntity.Strict) response.entity()).getData().length() >= GZIP_BYTES_MIN
                && takesGzip(request.getHeader("Accept-Encoding")
                        .map(HttpHeader::value)
                        .orElse(""));
        if (!packable) {
            return dressed;
        }
        var entity = (HttpEntity.Strict) response.entity();
        return dressed.addHeader(RawHeader.create("Content-Encoding", "gzip"))
                .addHeader(RawHeader.create("Vary", "Accept-Encoding"))
                .withEntity(HttpEntities.create(entity.getContentType(), packed(entity.getData())));
    }

    /** Whether gzip, by its name or as any coding, is named without the weight 0, which says that it is not wanted. */
    private static boolean takesGzip(String acceptEncoding) {
        var byName = weight(acceptEncoding, "gzip");
        return byName.orElseGet(() -> weight(acceptEncoding, "*").orElse(0.0)) > 0;
    }

    private static Optional<Double> weight(String acceptEncoding, String coding) {
        for (var part : acceptEncoding.split(",")) {
            var pieces = part.strip().split("\\s*;\\s*");
            if (pieces[0].equalsIgnoreCase(coding)) {
                return Optional.of(pieces.length < 2 ? 1.0 : weightOf(pieces[1]));
            }
        }
        return Optional.empty();
    }

    /** A weight that cannot be read is no reason to pack. */
    private static double weightOf(String parameter) {
        try {
            return Double.parseDouble(parameter.replaceFirst("(?i)^q\\s*=\\s*", ""));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static ByteString packed(ByteString plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain.toArrayUnsafe());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteString.fromArrayUnsafe(packed.toByteArray());
    }
}

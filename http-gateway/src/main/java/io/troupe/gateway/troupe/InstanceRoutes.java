package io.troupe.gateway.troupe;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.util.ByteString;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/instances}: what they are, their output, and commands inside them. */
final class InstanceRoutes {
    /** An empty frame this often keeps a quiet output from being taken for a dead connection. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private static final ByteString NOTHING = frame(new LogChunk(false, ByteString.emptyByteString()));
    private static final int TAIL_LINES_MAX = 1_000_000;
    private static final String FRAMES = "application/vnd.troupe.log-frames";

    /** The end of an id as other tools write it, of a container within an instance. */
    private static final Pattern CONTAINER_END = Pattern.compile("\\._?([a-z0-9-]+)\\.\\d+$");

    private final ControlPlane controlPlane;
    private final InstanceAccess access;
    private final Duration keepAlive;

    InstanceRoutes(ControlPlane controlPlane, InstanceAccess access, Duration keepAlive) {
        this.keepAlive = keepAlive;
        this.controlPlane = controlPlane;
        this.access = access;
    }

    private record Found(WorkloadView view, Instance instance) {
        NodeId node() {
            var place = instance.place();
            if (place == null) {
                throw HttpRefusal.notFound("instance " + instance.id() + " has no place yet");
            }
            return place.node();
        }
    }

    CompletionStage<HttpResponse> list(Exchange exchange) {
        var workload = exchange.parameter("workload");
        var node = exchange.parameter("node");
        return controlPlane.workloads().thenApply(views -> {
            var answer = Json.object();
            var instances = answer.putArray("instances");
            for (var view : views) {
                if (workload.isPresent() && !workload.get().equals(view.id().path())) {
                    continue;
                }
                view.instances().stream()
                        .filter(instance ->
                                node.map(name -> isOn(instance, name)).orElse(true))
                        .forEach(instance -> instances.add(InstanceJson.json(view, instance)));
            }
            return Answers.ok(answer);
        });
    }

    private static boolean isOn(Instance instance, String node) {
        var place = instance.place();
        return place != null && place.node().value().equals(node);
    }

    CompletionStage<HttpResponse> one(String id) {
        return find(id).thenApply(found -> Answers.ok(InstanceJson.json(found.view(), found.instance())));
    }

    /** The container that is named, be it at the end of the id; that of an app needs no name. */
    private static @Nullable String container(Exchange exchange, String id) {
        var end = CONTAINER_END.matcher(id);
        return exchange.parameter("container")
                .orElseGet(() -> end.find() && !end.group().startsWith("._") ? end.group(1) : null);
    }

    CompletionStage<HttpResponse> logs(Exchange exchange, String id) {
        var request = new LogRequest(
                container(exchange, id),
                exchange.flag("stdout", true),
                exchange.flag("stderr", true),
                exchange.flag("follow", false),
                exchange.number("tail", TAIL_LINES_MAX).orElse(null),
                exchange.time("since").orElse(null));
        boolean framed = exchange.header("Accept").orElse("").contains(FRAMES);
        return find(id).thenCompose(
                        found -> access.logs(found.node(), found.instance().id(), request))
                .thenApply(chunks -> {
                    var type = framed
                            ? MediaTypes.applicationBinary("vnd.troupe.log-frames", false)
                                    .toContentType()
                            : ContentTypes.TEXT_PLAIN_UTF8;
                    var bytes = chunks.filterNot(chunk -> chunk.bytes().isEmpty())
                            .map(chunk -> framed ? frame(chunk) : chunk.bytes());
                    var kept = framed ? bytes.keepAlive(keepAlive, () -> NOTHING) : bytes;
                    return HttpResponse.create().withEntity(HttpEntities.createChunked(type, kept));
                });
    }

    private static ByteString frame(LogChunk chunk) {
        var head = ByteBuffer.allocate(5)
                .put((byte) (chunk.error() ? 2 : 1))
                .putInt(chunk.bytes().length());
        return ByteString.fromArrayUnsafe(head.array()).concat(chunk.bytes());
    }

    CompletionStage<HttpResponse> exec(Exchange exchange, String id) {
        var command = exchange.parameters("command");
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw HttpRefusal.badRequest("parameter 'command' is needed: the program, and once more for each argument");
        }
        var upgrade = exchange.request()
                .getAttribute(AttributeKeys.webSocketUpgrade)
                .orElseThrow(() -> HttpRefusal.of(426, "a command is run over a WebSocket"));
        var request = new ExecRequest(
                container(exchange, id), command, exchange.flag("tty", false), exchange.flag("stdin", false));
        return find(id).thenCompose(
                        found -> access.exec(found.node(), found.instance().id(), request))
                .thenApply(flow -> upgrade.handleMessagesWith(ExecChannels.over(flow)));
    }

    private CompletionStage<Found> find(String id) {
        var bare = CONTAINER_END.matcher(id).replaceFirst("");
        return controlPlane
                .workloads()
                .thenApply(views -> views.stream()
                        .flatMap(view -> known(view).map(instance -> new Found(view, instance)))
                        .filter(found -> found.instance().id().value().equals(id)
                                || found.instance().id().value().equals(bare))
                        .findFirst()
                        .orElseThrow(() -> HttpRefusal.notFound("there is no instance " + id)));
    }

    private static Stream<Instance> known(WorkloadView view) {
        return Stream.concat(view.instances().stream(), Optional.ofNullable(view.lastFailure()).stream());
    }
}

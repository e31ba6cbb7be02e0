package io.troupe.gateway.marathon;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.event.Logging;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.japi.Pair;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.BroadcastHub;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.MergeHub;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;

/** {@code GET /v2/events}: what happens, as server-sent events. Nobody's slow reading holds up anybody else: who lags too far is cut off, so that he knows and asks anew. */
final class EventsRoutes {
    static final int UNREAD_EVENTS_MAX = 1024;
    private static final int COMINGS_AND_GOINGS_MAX = 64;
    static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final ByteString COMMENT = ByteString.fromString(":\n\n");

    private final ActorSystem<?> system;
    private final ControlPlane controlPlane;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final Sink<MarathonEvent, NotUsed> attendance;
    private final Source<MarathonEvent, NotUsed> attendanceHeard;

    EventsRoutes(ActorSystem<?> system, ControlPlane controlPlane, InstantSource clock, Duration keepAlive) {
        this.system = system;
        this.controlPlane = controlPlane;
        this.clock = clock;
        this.keepAlive = keepAlive;
        Pair<Sink<MarathonEvent, NotUsed>, Source<MarathonEvent, NotUsed>> hub = MergeHub.of(MarathonEvent.class, 16)
                .toMat(BroadcastHub.of(MarathonEvent.class, COMINGS_AND_GOINGS_MAX), Keep.both())
                .run(system);
        this.attendance = hub.first();
        this.attendanceHeard = hub.second();
        // Somebody always listens, so that nobody who comes or goes waits for a listener.
        attendanceHeard.runWith(Sink.ignore(), system);
    }

    HttpResponse stream(Exchange exchange) {
        var accept = exchange.header("Accept").orElse("*/*");
        if (!accept.contains("text/event-stream") && !accept.contains("*/*") && !accept.contains("text/*")) {
            throw HttpRefusal.of(405, "Accept must name text/event-stream");
        }
        var types = new HashSet<>(exchange.parameters("event_type"));
        var address = exchange.clientIp();
        var attached = attendance(address, "event_stream_attached");
        var heard = controlPlane
                .events(UNREAD_EVENTS_MAX)
                .mapConcat(EventTranslator::translate)
                .merge(attendanceHeard.buffer(COMINGS_AND_GOINGS_MAX, OverflowStrategy.dropHead()))
                .prepend(Source.single(attached))
                .filter(event -> types.isEmpty() || types.contains(event.type()))
                .buffer(UNREAD_EVENTS_MAX, OverflowStrategy.fail().withLogLevel(Logging.DebugLevel()))
                .map(EventsRoutes::written)
                .keepAlive(keepAlive, () -> COMMENT)
                .watchTermination((materialized, done) -> {
                    done.whenComplete((_, _) -> tell(attendance(address, "event_stream_detached")));
                    return materialized;
                });
        tell(attached);
        return HttpResponse.create()
                .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), heard));
    }

    private void tell(MarathonEvent event) {
        Source.single(event).runWith(attendance, system);
    }

    private MarathonEvent attendance(String address, String type) {
        return MarathonEvent.of(type, clock.instant(), Json.object().put("remoteAddress", address));
    }

    private static ByteString written(MarathonEvent event) {
        return ByteString.fromString("event: " + event.type() + "\ndata: ")
                .concat(Json.write(event.body()))
                .concat(ByteString.fromString("\n\n"));
    }
}

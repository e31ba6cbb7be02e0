package io.troupe.gateway.marathon;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.japi.Pair;
import akka.stream.OverflowStrategy;
import akka.stream.RestartSettings;
import akka.stream.javadsl.BroadcastHub;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.MergeHub;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code GET /v2/events}: what happens, as server-sent events with ids. Who comes back with {@code Last-Event-ID} goes on after it, at any node; who
 * reads slowly hears everything later and holds up nobody.
 */
final class EventsRoutes {
    static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final int HELD_EVENTS_MAX = 4_096;
    private static final long HELD_BYTES_MAX = 8L << 20;
    private static final int NEWS_MAX = 10_000;
    private static final int COMINGS_AND_GOINGS_MAX = 64;
    private static final Duration WAKE_EVERY = Duration.ofSeconds(10);
    private static final ByteString COMMENT = ByteString.fromString(":\n\n");

    private final ActorSystem<?> system;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final EventLog log = new EventLog(HELD_EVENTS_MAX, HELD_BYTES_MAX);
    private final EventReading reading;
    private final Sink<Attended, NotUsed> attendance;
    private final Source<Attended, NotUsed> attendanceHeard;

    private final AtomicLong streams = new AtomicLong();

    /** A stream's coming or going. */
    private record Attended(long stream, MarathonEvent event) {}

    EventsRoutes(ActorSystem<?> system, ControlPlane controlPlane, InstantSource clock, Duration keepAlive) {
        this.system = system;
        this.clock = clock;
        this.keepAlive = keepAlive;
        this.reading = new EventReading(log, controlPlane, clock);
        Pair<Sink<Attended, NotUsed>, Source<Attended, NotUsed>> hub = MergeHub.of(Attended.class, 16)
                .toMat(BroadcastHub.of(Attended.class, COMINGS_AND_GOINGS_MAX), Keep.both())
                .run(system);
        this.attendance = hub.first();
        this.attendanceHeard = hub.second();
        // Somebody always listens, so that nobody who comes or goes waits for a listener.
        attendanceHeard.runWith(Sink.ignore(), system);
        hear(controlPlane);
    }

    private void hear(ControlPlane controlPlane) {
        var settings = RestartSettings.create(Duration.ofMillis(100), Duration.ofSeconds(5), 0.2);
        RestartSource.onFailuresWithBackoff(settings, () -> controlPlane.feed(NEWS_MAX))
                .runForeach(this::heard, system);
        // So that those who left while nothing happened are forgotten.
        Source.tick(WAKE_EVERY, WAKE_EVERY, NotUsed.getInstance()).runForeach(_ -> log.wake(), system);
    }

    private void heard(FeedNews news) {
        switch (news) {
            case FeedNews.Began began -> log.began(began.newest());
            case FeedNews.Happened happened -> {
                happened.entries().forEach(entry -> log.add(entry.number(), ToldEvent.of(entry)));
                log.wake();
            }
        }
    }

    /** Answered once it is known from where the stream goes on: who has the answer misses nothing that happens then. */
    CompletionStage<HttpResponse> stream(Exchange exchange) {
        var accept = exchange.header("Accept").orElse("*/*");
        if (!accept.contains("text/event-stream") && !accept.contains("*/*") && !accept.contains("text/*")) {
            throw HttpRefusal.of(405, "Accept must name text/event-stream");
        }
        var types = new HashSet<>(exchange.parameters("event_type"));
        var address = exchange.clientIp();
        var last =
                exchange.header("Last-Event-ID").filter(text -> !text.isBlank()).map(EventsRoutes::place);
        return log.begun().thenApply(_ -> answer(types, address, last.orElseGet(log::newest)));
    }

    private HttpResponse answer(Set<String> types, String address, EventPlace after) {
        long stream = streams.incrementAndGet();
        var attached = attendance(address, "event_stream_attached");
        var told = told(after)
                .merge(attendanceHeard
                        // One's own coming is told first, and not once more by the way of the others.
                        .filter(attended -> attended.stream() != stream)
                        .map(Attended::event)
                        .buffer(COMINGS_AND_GOINGS_MAX, OverflowStrategy.dropHead())
                        .map(ToldEvent::passing))
                .prepend(Source.single(ToldEvent.passing(attached)))
                .filter(event -> types.isEmpty()
                        || types.contains(event.type())
                        || event.type().equals(EventReading.GAP))
                .map(ToldEvent::text)
                .keepAlive(keepAlive, () -> COMMENT)
                .watchTermination((materialized, done) -> {
                    done.whenComplete((_, _) -> tell(stream, attendance(address, "event_stream_detached")));
                    return materialized;
                });
        tell(stream, attached);
        return HttpResponse.create()
                .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), told));
    }

    private static EventPlace place(String text) {
        return EventPlace.parse(text)
                .orElseThrow(() -> HttpRefusal.badRequest(
                        "Last-Event-ID must be an id of this stream, such as 1234.0, or be left out"));
    }

    private Source<ToldEvent, NotUsed> told(EventPlace after) {
        return Source.completionStage(reading.first(after))
                .flatMapConcat(step -> Source.from(step.events()).concat(from(step.place())))
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private Source<ToldEvent, NotUsed> from(EventPlace start) {
        return Source.unfoldAsync(
                        start,
                        place -> reading.next(place)
                                .thenApply(step -> Optional.of(Pair.create(step.place(), step.events()))))
                .mapConcat(events -> events);
    }

    private void tell(long stream, MarathonEvent event) {
        Source.single(new Attended(stream, event)).runWith(attendance, system);
    }

    private MarathonEvent attendance(String address, String type) {
        return MarathonEvent.of(type, clock.instant(), Json.object().put("remoteAddress", address));
    }
}

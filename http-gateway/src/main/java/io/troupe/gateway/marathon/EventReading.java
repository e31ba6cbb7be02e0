package io.troupe.gateway.marathon;

import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.gateway.http.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How one client goes on from a place: from what is held if he is near, else from the past, and over a gap if the past is forgotten. */
final class EventReading {
    static final String GAP = "event_stream_gap";
    private static final int AT_ONCE = 128;
    private static final int PAST_AT_ONCE = 500;

    private final EventLog log;
    private final ControlPlane controlPlane;
    private final InstantSource clock;

    EventReading(EventLog log, ControlPlane controlPlane, InstantSource clock) {
        this.log = log;
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /**
     * What comes next.
     *
     * @param place after which to go on
     * @param events maybe none, so that who has left is noticed
     */
    record Step(EventPlace place, List<ToldEvent> events) {
        Step {
            events = List.copyOf(events);
        }
    }

    CompletionStage<Step> next(EventPlace place) {
        // Asked before looking, so that no change is missed in between.
        var changed = log.changed();
        return log.after(place, AT_ONCE)
                .map(events -> {
                    if (events.isEmpty()) {
                        return changed.thenApply(_ -> new Step(place, List.of()));
                    }
                    var last = events.getLast().place();
                    return CompletableFuture.completedStage(new Step(last == null ? place : last, events));
                })
                .orElseGet(() ->
                        controlPlane.past(place.number() - 1, PAST_AT_ONCE).thenApply(entries -> past(place, entries)));
    }

    /** At first also what is not known to have been told by anybody, from a feed that was lost, has to be noticed. */
    CompletionStage<Step> first(EventPlace place) {
        return place.compareTo(log.newest()) <= 0
                ? CompletableFuture.completedStage(new Step(place, List.of()))
                : controlPlane
                        .past(place.number() - 1, 1)
                        .thenApply(entries -> entries.isEmpty()
                                ? new Step(
                                        log.newest(),
                                        List.of(gap(place, log.newest().number() + 1)))
                                : new Step(place, List.of()));
    }

    private Step past(EventPlace place, List<FeedEntry> entries) {
        if (entries.isEmpty()) {
            var newest = log.newest();
            return new Step(
                    newest, place.number() == newest.number() ? List.of() : List.of(gap(place, newest.number() + 1)));
        }
        var told = new ArrayList<ToldEvent>();
        if (entries.getFirst().number() > place.number() + 1) {
            told.add(gap(place, entries.getFirst().number()));
        }
        for (var entry : entries) {
            for (var event : ToldEvent.of(entry)) {
                if (event.place() != null && event.place().compareTo(place) > 0) {
                    told.add(event);
                }
            }
        }
        var last = EventPlace.after(entries.getLast().number());
        return new Step(last.compareTo(place) > 0 ? last : place, told);
    }

    private ToldEvent gap(EventPlace place, long oldest) {
        return ToldEvent.passing(MarathonEvent.of(
                GAP,
                clock.instant(),
                Json.object()
                        .put("lastEventId", place.toString())
                        .put("oldestEventId", new EventPlace(oldest, 0).toString())
                        .put(
                                "message",
                                "What happened after your last event is not kept any more; read the state anew.")));
    }
}

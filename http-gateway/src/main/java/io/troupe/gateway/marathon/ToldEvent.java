package io.troupe.gateway.marathon;

import akka.util.ByteString;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.gateway.http.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written into a stream.
 *
 * @param place where it stands; null for what is said to one client alone and not kept
 */
record ToldEvent(@Nullable EventPlace place, String type, ByteString text) {
    /** All that Marathon says of one fact. */
    static List<ToldEvent> of(FeedEntry entry) {
        var told = new ArrayList<ToldEvent>();
        for (var event : EventTranslator.translate(entry.event())) {
            told.add(of(new EventPlace(entry.number(), told.size()), event));
        }
        return told;
    }

    static ToldEvent passing(MarathonEvent event) {
        return of(null, event);
    }

    private static ToldEvent of(@Nullable EventPlace place, MarathonEvent event) {
        var head = (place == null ? "" : "id: " + place + "\n") + "event: " + event.type() + "\ndata: ";
        return new ToldEvent(
                place,
                event.type(),
                ByteString.fromString(head).concat(Json.write(event.body())).concat(ByteString.fromString("\n\n")));
    }
}

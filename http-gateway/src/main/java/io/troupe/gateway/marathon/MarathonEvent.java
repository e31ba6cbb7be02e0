package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import java.time.Instant;

/** One event of the stream: its type, and its fields with the type and the time among them. */
record MarathonEvent(String type, ObjectNode body) {
    static MarathonEvent of(String type, Instant at, ObjectNode fields) {
        fields.put("eventType", type).put("timestamp", Json.time(at));
        return new MarathonEvent(type, fields);
    }
}

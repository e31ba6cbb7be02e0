package io.troupe.cli.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One whole answer.
 *
 * @param status the HTTP status
 * @param headers by lower-case name; of a repeated one the last
 * @param body as text, empty if there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}

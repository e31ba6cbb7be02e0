package io.troupe.protocol.health;

/**
 * The last answer to a check that keeps it.
 *
 * @param status the HTTP status
 * @param contentType as the server said; empty if it did not
 * @param body at most {@value #BODY_MAX} characters of it
 */
public record CheckResponse(int status, String contentType, String body) {
    public static final int BODY_MAX = 4_096;
}

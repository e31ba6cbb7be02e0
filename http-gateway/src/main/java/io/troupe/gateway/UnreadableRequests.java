package io.troupe.gateway;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Json;

/**
 * Answers what cannot be read as a request at all, such as a path with a broken escape, in the form of every other refusal.
 *
 * <p>Akka HTTP finds it by its name and takes its one instance, as if it were an object of Scala.
 */
public final class UnreadableRequests extends ParsingErrorHandler {
    public static final UnreadableRequests MODULE$ = new UnreadableRequests();

    private UnreadableRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Answers.json(
                status.intValue(), Json.object().put("message", "the request cannot be read: " + error.summary()));
    }
}

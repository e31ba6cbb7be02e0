package io.troupe.gateway.http;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The paths of one dialect. */
@FunctionalInterface
public interface Routes {
    /**
     * Answers a request, throws a {@link HttpRefusal}, or fails the stage with one.
     *
     * @return null if the path is not of this dialect
     */
    @Nullable CompletionStage<HttpResponse> answer(Exchange exchange);
}

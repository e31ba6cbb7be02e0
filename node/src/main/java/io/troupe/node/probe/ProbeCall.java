package io.troupe.node.probe;

import io.troupe.cluster.check.ProbeAnswer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One try of a check, on the thread of the caller. */
interface ProbeCall {
    /** @throws IOException if there was no answer; {@link #failure} says it in words */
    ProbeAnswer call() throws IOException;

    /** What a try that met an exception came to. */
    static ProbeAnswer failure(IOException e, Duration timeout) {
        var message = e.getMessage();
        return ProbeAnswer.failed(
                null,
                switch (e) {
                    case SocketTimeoutException _ -> "no answer within " + seconds(timeout);
                    case ConnectException _ -> "connection refused";
                    case SocketException closed
                    when "Socket closed".equals(closed.getMessage()) -> "no answer within " + seconds(timeout);
                    default -> message == null ? e.getClass().getSimpleName() : message;
                });
    }

    /** A duration as people write it. */
    static String seconds(Duration duration) {
        var millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}

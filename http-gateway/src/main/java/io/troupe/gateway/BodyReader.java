package io.troupe.gateway;

import akka.http.javadsl.model.RequestEntity;
import akka.japi.pf.PFBuilder;
import akka.stream.Materializer;
import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import io.troupe.gateway.http.HttpRefusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Reads bodies that come in pieces. One that is too long is read on and thrown away, up to a bound: a client that still sends when the
 * connection is closed loses the answer that tells why.
 */
final class BodyReader {
    private static final Duration BODY_TIME_MAX = Duration.ofSeconds(30);
    private static final long THROWN_AWAY_BYTES_MAX = 64L << 20;

    private BodyReader() {}

    /** The body; empty if it is longer than {@code bytesMax}. */
    static CompletionStage<Optional<ByteString>> read(RequestEntity entity, long bytesMax, Materializer materializer) {
        var body = new Body(bytesMax);
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(BODY_TIME_MAX)
                .mapError(new PFBuilder<Throwable, Throwable>()
                        .match(
                                TimeoutException.class,
                                late -> HttpRefusal.of(
                                        408, "the body did not arrive within " + BODY_TIME_MAX.toSeconds() + " s"))
                        .build())
                .takeWhile(piece -> body.isWanted())
                .runForeach(body::add, materializer)
                .thenApply(done -> body.whole());
    }

    /** What has come so far; used by one stream alone. */
    private static final class Body {
        private final long bytesMax;
        private final ByteStringBuilder kept = new ByteStringBuilder();
        private long bytes;

        Body(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        boolean isWanted() {
            return bytes <= bytesMax + THROWN_AWAY_BYTES_MAX;
        }

        void add(ByteString piece) {
            bytes += piece.length();
            if (bytes <= bytesMax) {
                kept.append(piece);
            }
        }

        Optional<ByteString> whole() {
            return bytes > bytesMax ? Optional.empty() : Optional.of(kept.result());
        }
    }
}

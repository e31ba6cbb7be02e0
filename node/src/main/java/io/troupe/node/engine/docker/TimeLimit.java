package io.troupe.node.engine.docker;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ends calls that take too long. Sockets of the machine know no time-outs, but a virtual thread that is interrupted while it reads or writes closes its
 * connection; so each call has a virtual thread of its own.
 */
final class TimeLimit {
    private TimeLimit() {}

    /**
     * Answers what the call answers and throws what it throws.
     *
     * @param discard takes an answer that came too late
     * @throws TimeoutException if the call takes longer; it is interrupted then
     */
    static <T> T call(Duration limit, Supplier<T> call, Consumer<T> discard) throws TimeoutException {
        var answer = new CompletableFuture<T>();
        var thread = Thread.ofVirtual().name("docker-call").start(() -> {
            try {
                var result = call.get();
                if (!answer.complete(result)) {
                    discard.accept(result);
                }
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new AssertionError("a supplier with a checked exception", e);
        } catch (TimeoutException | InterruptedException e) {
            if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
                discard.accept(answer.resultNow());
            }
            thread.interrupt();
            if (e instanceof TimeoutException timeout) {
                throw timeout;
            }
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }
}

package io.troupe.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks again and again until something holds. Everybody that is compared is asked equally often. */
final class Wait {
    /** What is measured by asking is known to within this. */
    static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** For what takes seconds: an answer that lists many instances costs whoever gives it. */
    private static final long SELDOM_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long WAIT_NANOS_MAX = TimeUnit.MINUTES.toNanos(5);

    private Wait() {}

    /** How often to ask about so many instances. */
    static long pollNanos(int instances) {
        return instances == 1 ? POLL_NANOS : SELDOM_NANOS;
    }

    static void until(String what, Check check) throws IOException {
        until(what, POLL_NANOS, check);
    }

    static void until(String what, long pollNanos, Check check) throws IOException {
        var deadline = System.nanoTime() + WAIT_NANOS_MAX;
        try {
            while (!check.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("waited in vain until " + what);
                }
                LockSupport.parkNanos(pollNanos);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Something to wait for. */
    interface Check {
        boolean holds() throws IOException, InterruptedException;
    }
}

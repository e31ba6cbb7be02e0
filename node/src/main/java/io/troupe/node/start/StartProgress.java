package io.troupe.node.start;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells a person how the start goes: one line a phase, with the time it took; on a terminal the running phase is shown too.
 *
 * <p>Used by the starting thread and by the listeners of the parts that start.
 */
public final class StartProgress {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final long begunNanos = System.nanoTime();
    private long phaseBegunNanos = begunNanos;
    private String shown = "";

    public StartProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is being done now; replaced by the next. */
    synchronized void doing(String what) {
        if (terminal && !what.equals(shown)) {
            out.print(CLEAR_LINE + "  ... " + what);
            out.flush();
            shown = what;
        }
    }

    /** The phase that ran since the last one ended is over. */
    synchronized void done(String what) {
        var now = System.nanoTime();
        done(what, (now - phaseBegunNanos) / 1_000_000);
        phaseBegunNanos = now;
    }

    /** A part of a phase is over. */
    synchronized void done(String what, long millis) {
        out.println((terminal ? CLEAR_LINE : "") + String.format(Locale.ROOT, "  %6.2f s  %s", millis / 1000.0, what));
        out.flush();
    }

    /** Lines for the person, after or between the phases. */
    public synchronized void say(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
        out.flush();
    }

    synchronized long totalMillis() {
        return (System.nanoTime() - begunNanos) / 1_000_000;
    }
}

package io.troupe.cluster.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened, a line a step; the last lines are kept, and all are given to a listener if there is one. Lines are only made when read. */
public final class Story {
    private static final int KEPT_MAX = 50;

    private final Deque<Line> last = new ArrayDeque<>(KEPT_MAX);
    private final @Nullable Consumer<String> listener;

    private record Line(long millis, String where, Supplier<String> what) {
        String text() {
            return String.format(Locale.ROOT, "%10.3f s  %-8s %s", millis / 1000.0, where, what.get());
        }
    }

    Story(@Nullable Consumer<String> listener) {
        this.listener = listener;
    }

    /** @param where the node, or the part of the world */
    void tell(long millis, String where, Supplier<String> what) {
        if (last.size() == KEPT_MAX) {
            last.removeFirst();
        }
        Line line = new Line(millis, where, what);
        last.addLast(line);
        if (listener != null) {
            listener.accept(line.text());
        }
    }

    List<String> lastLines() {
        return last.stream().map(Line::text).toList();
    }
}

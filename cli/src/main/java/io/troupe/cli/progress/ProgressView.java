package io.troupe.cli.progress;

import io.troupe.cli.terminal.Paint;
import java.util.ArrayList;
import java.util.List;

/** How far a deployment is, as lines for a screen. */
public final class ProgressView {
    private static final int LINES_MIN = 6;

    private ProgressView() {}

    /** At most {@code rows} lines of at most {@code columns} characters; what is done gives way first. */
    public static List<String> lines(
            String deployment, long seconds, List<AppProgress> apps, Paint paint, int columns, int rows) {
        var most = Math.max(LINES_MIN, rows - 1);
        var done = apps.stream().filter(AppProgress::isDone).count();
        var lines = new ArrayList<String>();
        lines.add(paint.heading(cut(
                "Deployment " + deployment + ": " + seconds + " s"
                        + (apps.size() > 1 ? ", " + done + " of " + apps.size() + " apps done" : ""),
                columns)));
        var fits = apps.size() < most;
        var left = 0;
        for (var app : apps) {
            if (!fits && app.isDone()) {
                continue;
            }
            if (lines.size() >= most - 1) {
                left++;
                continue;
            }
            var summary = cut("  " + app.summary(), columns);
            lines.add(app.isDone() ? paint.good(summary) : summary);
            for (var reason : app.reasons()) {
                if (lines.size() < most - 1) {
                    lines.add(paint.waiting(cut("    " + reason, columns)));
                }
            }
        }
        if (left > 0) {
            lines.add("  and " + left + " more");
        }
        return lines;
    }

    private static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
    }
}

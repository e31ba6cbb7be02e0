package io.troupe.cli.command;

import io.troupe.cli.progress.AppProgress;
import io.troupe.cli.progress.ProgressView;
import io.troupe.cli.terminal.Paint;
import io.troupe.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows progress on standard error: a view that is drawn again on a terminal, else one line for each change. */
final class ProgressPrinter {
    private final PrintStream err;
    private final Paint paint;
    private final Terminal terminal;
    private final String deployment;
    private final boolean redraws;
    private final Map<String, String> said = new HashMap<>();
    private List<String> drawn = List.of();
    private Terminal.Size size = Terminal.Size.USUAL;

    ProgressPrinter(Session session, String deployment) {
        this.err = session.err;
        this.paint = session.errorPaint();
        this.terminal = session.terminal();
        this.deployment = deployment;
        this.redraws = terminal.showsErrors();
        if (redraws) {
            size = terminal.size();
            terminal.onResize(() -> size = terminal.size());
        }
    }

    synchronized void show(List<AppProgress> apps, long seconds) {
        if (redraws) {
            draw(ProgressView.lines(deployment, seconds, apps, paint, size.columns(), size.rows()));
            return;
        }
        for (var app : apps) {
            say(app.app(), app.summary());
            say(app.app() + " why", app.reasons().isEmpty() ? "" : app.app() + ": " + String.join(". ", app.reasons()));
        }
    }

    /** Something that is no progress of an app; said once until it changes. */
    synchronized void note(String text) {
        if (redraws) {
            clear();
            err.print(text.isEmpty() ? "" : paint.waiting(text) + "\n");
            drawn = text.isEmpty() ? List.of() : List.of(text);
            err.flush();
        } else {
            say("", text);
        }
    }

    private void say(String about, String text) {
        if (!text.equals(said.put(about, text)) && !text.isEmpty()) {
            err.println(text);
        }
    }

    private void draw(List<String> lines) {
        if (lines.equals(drawn)) {
            return;
        }
        clear();
        err.print(String.join("\n", lines) + "\n");
        err.flush();
        drawn = lines;
    }

    /** Takes the view away; what is said next stands in its place. */
    synchronized void clear() {
        if (!drawn.isEmpty()) {
            err.print("\u001b[" + drawn.size() + "A\r\u001b[J");
            drawn = List.of();
        }
    }
}

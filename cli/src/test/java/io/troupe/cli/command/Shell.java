package io.troupe.cli.command;

import io.troupe.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where a test runs the program from: an environment, input, and perhaps a terminal. */
final class Shell implements Terminal {
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/nowhere"));
    private InputStream in = InputStream.nullInputStream();
    private boolean atTerminal;
    private Size size = new Size(200, 50);
    private volatile Runnable resized = () -> {};
    int rawBegun;
    int rawEnded;

    /** What a run left behind. */
    record Seen(int code, String out, String err) {}

    static Shell with(FakeNode node) {
        return new Shell().variable("TROUPE_URL", node.url());
    }

    Shell variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Shell input(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Shell input(InputStream stream) {
        in = stream;
        return this;
    }

    Shell atTerminal() {
        atTerminal = true;
        return this;
    }

    /** Tells whoever listens. */
    Shell resize(int columns, int rows) {
        size = new Size(columns, rows);
        resized.run();
        return this;
    }

    Seen run(String... line) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = Commands.run(
                environment,
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                this,
                List.of(line));
        return new Seen(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public boolean reads() {
        return atTerminal;
    }

    @Override
    public boolean shows() {
        return atTerminal;
    }

    @Override
    public boolean showsErrors() {
        return atTerminal;
    }

    @Override
    public Size size() {
        return size;
    }

    @Override
    public Raw raw() {
        rawBegun++;
        return () -> rawEnded++;
    }

    @Override
    public void onResize(Runnable changed) {
        resized = changed;
    }
}

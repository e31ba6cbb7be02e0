package io.troupe.cli.output;

import io.troupe.cli.terminal.Paint;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, as wide as their content; the last column of a terminal is cut where the line ends. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    public Table row(Object... cells) {
        var row = new ArrayList<String>();
        for (var cell : cells) {
            var text = String.valueOf(cell);
            row.add(text.isEmpty() || text.equals("null") ? "-" : text.indexOf('\n') >= 0 ? oneLine(text) : text);
        }
        rows.add(row);
        return this;
    }

    private static String oneLine(String text) {
        var line = new StringBuilder();
        for (var part : text.split("\n", -1)) {
            var stripped = part.strip();
            line.append(line.isEmpty() || stripped.isEmpty() ? "" : "; ").append(stripped);
        }
        return line.toString();
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The whole table, each line ended, no line cut. */
    public String text() {
        return text(new Paint(false), Integer.MAX_VALUE);
    }

    /** The whole table, each line ended and no longer than so many columns. */
    public String text(Paint paint, int columns) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (var column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            var stripped = line.toString().stripTrailing();
            var cut = stripped.length() > columns ? stripped.substring(0, Math.max(0, columns - 1)) + "…" : stripped;
            text.append(text.isEmpty() ? paint.heading(cut) : cut).append('\n');
        }
        return text.toString();
    }
}

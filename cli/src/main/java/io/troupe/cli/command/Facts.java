package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is known of one thing, a fact a line; what is not known is left out. */
final class Facts {
    private final Session session;
    private final List<String[]> facts = new ArrayList<>();

    Facts(Session session) {
        this.session = session;
    }

    Facts fact(String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new String[] {name, value});
        }
        return this;
    }

    String text() {
        var width = 0;
        for (var fact : facts) {
            width = Math.max(width, fact[0].length());
        }
        var text = new StringBuilder();
        for (var fact : facts) {
            var name = fact[0] + " ".repeat(width - fact[0].length() + 2);
            text.append(session.paint().heading(name))
                    .append(fact[1].strip().replace("\n", "\n" + " ".repeat(width + 2)))
                    .append('\n');
        }
        return text.toString();
    }

    static String joined(JsonNode texts) {
        var list = new ArrayList<String>();
        texts.forEach(text -> list.add(text.asText()));
        return String.join(", ", list);
    }

    static String joined(String left, String right) {
        return left.isEmpty() || right.isEmpty() ? left + right : left + ", " + right;
    }

    static String pairs(JsonNode object) {
        var list = new ArrayList<String>();
        object.properties()
                .forEach(entry ->
                        list.add(entry.getKey() + "=" + entry.getValue().asText()));
        return String.join(", ", list);
    }
}

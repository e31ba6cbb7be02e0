package io.troupe.gateway.marathon;

import io.troupe.gateway.http.HttpRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A label query: selectors joined by commas, all of which must hold. {@code a} (exists), {@code a==x}, {@code a!=x} (exists and differs), {@code a in (x, y)},
 * {@code a notin (x, y)} (exists and is none); a backslash makes the next character an ordinary one.
 */
final class LabelSelector {
    private static final int SELECTORS_MAX = 100;

    private final String text;
    private int position;

    private LabelSelector(String text) {
        this.text = text;
    }

    static Predicate<Map<String, String>> parse(String text) {
        var parser = new LabelSelector(text);
        var selectors = new ArrayList<Predicate<Map<String, String>>>();
        if (text.isBlank()) {
            return _ -> true;
        }
        do {
            selectors.add(parser.selector());
        } while (parser.taken(",") && selectors.size() < SELECTORS_MAX);
        parser.skipSpaces();
        if (parser.position < text.length()) {
            throw parser.fault();
        }
        return labels -> selectors.stream().allMatch(selector -> selector.test(labels));
    }

    private Predicate<Map<String, String>> selector() {
        var name = word();
        if (taken("==")) {
            var value = word();
            return labels -> value.equals(labels.get(name));
        }
        if (taken("!=")) {
            var value = word();
            return labels -> labels.containsKey(name) && !value.equals(labels.get(name));
        }
        if (taken("notin ") || taken("notin(")) {
            var values = values();
            return labels -> labels.containsKey(name) && !values.contains(labels.get(name));
        }
        if (taken("in ") || taken("in(")) {
            var values = values();
            return labels -> labels.containsKey(name) && values.contains(labels.get(name));
        }
        return labels -> labels.containsKey(name);
    }

    private List<String> values() {
        if (text.charAt(position - 1) != '(' && !taken("(")) {
            throw fault();
        }
        if (taken(")")) {
            return List.of();
        }
        var values = new ArrayList<String>();
        do {
            values.add(word());
        } while (taken(","));
        if (!taken(")")) {
            throw fault();
        }
        return List.copyOf(values);
    }

    private String word() {
        skipSpaces();
        var word = new StringBuilder();
        while (position < text.length()) {
            char next = text.charAt(position);
            if (next == '\\' && position + 1 < text.length()) {
                word.append(text.charAt(position + 1));
                position += 2;
            } else if (Character.isLetterOrDigit(next) || next == '-' || next == '_' || next == '.') {
                word.append(next);
                position++;
            } else {
                break;
            }
        }
        if (word.isEmpty()) {
            throw fault();
        }
        return word.toString();
    }

    private boolean taken(String token) {
        skipSpaces();
        if (text.startsWith(token, position)) {
            position += token.length();
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private HttpRefusal fault() {
        return HttpRefusal.badRequest("the label selector '" + text + "' cannot be read at character " + (position + 1)
                + "; selectors are a, a==x, a!=x, a in (x, y), a notin (x, y), joined by commas");
    }
}

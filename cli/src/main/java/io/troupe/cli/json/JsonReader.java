package io.troupe.cli.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Reads JSON (RFC 8259) into a tree. Jackson's own parser needs a fifth of the time a whole command takes before it reads the first character,
 * because it prepares for numbers of any size; this one looks at such numbers when they come.
 */
final class JsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 500;
    private static final int LONG_DIGITS_MAX = 18;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    /** Whether there is another value. */
    boolean hasNext() {
        skipSpace();
        return at < text.length();
    }

    JsonNode next() throws IOException {
        skipSpace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> NODES.textNode(string());
            case 't' -> literal("true", NODES.booleanNode(true));
            case 'f' -> literal("false", NODES.booleanNode(false));
            case 'n' -> literal("null", NODES.nullNode());
            default -> number();
        };
    }

    private JsonNode object() throws IOException {
        deeper();
        var object = NODES.objectNode();
        at++;
        skipSpace();
        while (peek() != '}') {
            if (peek() != '"') {
                throw unexpected("a field's name in quotes");
            }
            var name = string();
            skipSpace();
            require(':');
            object.set(name, next());
            afterElement('}');
        }
        at++;
        depth--;
        return object;
    }

    private JsonNode array() throws IOException {
        deeper();
        var array = NODES.arrayNode();
        at++;
        skipSpace();
        while (peek() != ']') {
            array.add(next());
            afterElement(']');
        }
        at++;
        depth--;
        return array;
    }

    /** A comma and what follows it, or the end in sight. */
    private void afterElement(char end) throws IOException {
        skipSpace();
        if (peek() == end) {
            return;
        }
        require(',');
        skipSpace();
        if (peek() == end) {
            throw unexpected("another element after the comma");
        }
    }

    private String string() throws IOException {
        at++;
        var start = at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        var content = new StringBuilder(text.substring(start, at));
        while (peek() != '"') {
            var next = text.charAt(at++);
            if (next == '\\') {
                content.append(escaped());
            } else if (next < ' ') {
                at--;
                throw unexpected("the end of a text; a line end in it is written \\n");
            } else {
                content.append(next);
            }
        }
        at++;
        return content.toString();
    }

    private char escaped() throws IOException {
        var kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw unexpected("four hexadecimal digits");
                }
                var code = 0;
                for (var end = at + 4; at < end; at++) {
                    var digit = Character.digit(text.charAt(at), 16);
                    if (digit < 0) {
                        throw unexpected("a hexadecimal digit");
                    }
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw unexpected("an escape such as \\n");
            }
        };
    }

    private JsonNode number() throws IOException {
        var start = at;
        if (peek() == '-') {
            at++;
        }
        var whole = at;
        digits();
        if (text.charAt(whole) == '0' && at > whole + 1) {
            at = whole + 1;
            throw unexpected("no digit after a 0 at the start");
        }
        var integral = true;
        if (at < text.length() && text.charAt(at) == '.') {
            integral = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            integral = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        var number = text.substring(start, at);
        if (!integral) {
            return NODES.numberNode(Double.parseDouble(number));
        }
        if (number.length() > LONG_DIGITS_MAX) {
            var large = new BigInteger(number);
            return large.bitLength() < Long.SIZE ? NODES.numberNode(large.longValue()) : NODES.numberNode(large);
        }
        var value = Long.parseLong(number);
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private void digits() throws IOException {
        var start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a value");
        }
    }

    private JsonNode literal(String word, JsonNode value) throws IOException {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private void deeper() throws IOException {
        if (++depth > DEPTH_MAX) {
            throw unexpected("no more than " + DEPTH_MAX + " values inside each other");
        }
    }

    private void require(char wanted) throws IOException {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private char peek() throws IOException {
        if (at >= text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length()) {
            var next = text.charAt(at);
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return;
            }
            at++;
        }
    }

    private IOException unexpected(String expected) {
        var line = 1;
        var column = 1;
        for (var index = 0; index < Math.min(at, text.length()); index++) {
            if (text.charAt(index) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        var found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IOException(
                expected + " was expected, but there is " + found + ", line " + line + ", column " + column);
    }
}

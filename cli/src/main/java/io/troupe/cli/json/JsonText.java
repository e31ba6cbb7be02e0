package io.troupe.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON as text. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The one value in the text. */
    public static JsonNode read(String text) throws IOException {
        var documents = readAll(text);
        if (documents.size() != 1) {
            throw new IOException("one JSON value was expected, but there are " + documents.size());
        }
        return documents.getFirst();
    }

    public static List<JsonNode> readAll(String text) throws IOException {
        try (var parser = FACTORY.createParser(text)) {
            return JsonTree.readAll(parser);
        }
    }

    /** Indented, for people; without a line end. */
    public static String pretty(JsonNode node) {
        return write(node, true);
    }

    /** In one line. */
    public static String compact(JsonNode node) {
        return write(node, false);
    }

    private static String write(JsonNode node, boolean indented) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            if (indented) {
                var indenter = new DefaultIndenter("  ", "\n");
                var printer = new DefaultPrettyPrinter()
                        .withSeparators(DefaultPrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(
                                com.fasterxml.jackson.core.util.Separators.Spacing.AFTER));
                printer.indentObjectsWith(indenter);
                printer.indentArraysWith(indenter);
                generator.setPrettyPrinter(printer);
            }
            JsonTree.write(generator, node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}

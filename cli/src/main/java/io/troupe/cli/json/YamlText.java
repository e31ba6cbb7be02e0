package io.troupe.cli.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** YAML as text. */
public final class YamlText {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private YamlText() {}

    /** All documents of the text. */
    public static List<JsonNode> readAll(String text) throws IOException {
        try (var parser = FACTORY.createParser(text)) {
            return JsonTree.readAll(parser);
        }
    }

    /** Without a line end. */
    public static String write(JsonNode node) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            JsonTree.write(generator, node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().stripTrailing();
    }
}

package io.troupe.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " [ 1 , -2.5e3 , true , false , null ] ",
                "\"\"",
                "0",
                "-0.5",
                "1E+2",
                "2147483648",
                "123456789012345678901234567890",
                "{\"a\":{\"b\":[{},[],\"c\"]},\"\":1}",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00 plain é 😀\"",
                "\n{\r\n\t\"a\": 1}\n"
            })
    void whatAMapperReadsIsReadTheSame(String text) throws IOException {
        assertThat(JsonText.read(text)).isEqualTo(JACKSON.readTree(text));
    }

    @Test
    void anyTreeComesBack() throws IOException {
        for (var seed = 0; seed < 300; seed++) {
            var tree = tree(new SplittableRandom(seed), 4);
            assertThat(JsonText.read(JsonText.pretty(tree))).as("seed " + seed).isEqualTo(tree);
            assertThat(JsonText.read(JsonText.compact(tree))).as("seed " + seed).isEqualTo(tree);
        }
    }

    private static JsonNode tree(SplittableRandom random, int depth) {
        var nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.numberNode(random.nextLong() | 1L << 40);
            case 2 -> nodes.numberNode(random.nextDouble());
            case 3 -> nodes.booleanNode(random.nextBoolean());
            case 4 ->
                nodes.textNode(random.ints(5, 1, 0x3000)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            case 5 -> {
                var array = nodes.arrayNode();
                random.ints(random.nextInt(4)).forEach(any -> array.add(tree(random, depth - 1)));
                yield array;
            }
            default -> {
                var object = nodes.objectNode();
                random.ints(random.nextInt(4)).forEach(name -> object.set("f" + name, tree(random, depth - 1)));
                yield object;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\" 1}", "{\"a\": 1,}", "[1 2]", "{a: 1}", "[1", "\"a\\x\"", "[01]", "]", "<html>"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void itDoesNotGoDeeperThanTheStack() {
        assertThatThrownBy(() -> JsonText.read("[".repeat(100_000))).isInstanceOf(IOException.class);
    }

    @Test
    void documentsThatFollowEachOtherAreAllRead() throws IOException {
        assertThat(JsonText.readAll("{\"a\": 1}\n{\"b\": 2} 3")).hasSize(3);
        assertThatThrownBy(() -> JsonText.read("{} {}")).hasMessage("one JSON value was expected, but there are 2");
    }
}

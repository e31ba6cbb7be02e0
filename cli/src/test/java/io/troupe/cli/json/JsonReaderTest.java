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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
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
    void whatJacksonReadsIsReadTheSame(String text) throws IOException {
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
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\" 1}|':' was expected, but there is '1', line 1, column 6",
                "{\"a\": 1,}|another element after the comma was expected, but there is '}', line 1, column 9",
                "[1 2]|',' was expected, but there is '2', line 1, column 4",
                "{a: 1}|a field's name in quotes was expected, but there is 'a', line 1, column 2",
                "{\"a\": nope}|a value was expected, but there is 'n', line 1, column 7",
                "[1|more was expected, but there is the end, line 1, column 3",
                "\"a\\x\"|an escape such as \\n was expected, but there is 'x', line 1, column 4",
                "[01]|no digit after a 0 at the start was expected, but there is '1', line 1, column 3",
                "[+1]|a value was expected, but there is '+', line 1, column 2"
            })
    void whatIsWrongIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> JsonText.read(text))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void itDoesNotGoDeeperThanTheStack() {
        assertThatThrownBy(() -> JsonText.read("[".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no more than 500 values inside each other was expected");
    }

    @Test
    void documentsThatFollowEachOtherAreAllRead() throws IOException {
        assertThat(JsonText.readAll("{\"a\": 1}\n{\"b\": 2} 3")).hasSize(3);
        assertThatThrownBy(() -> JsonText.read("{} {}")).hasMessage("one JSON value was expected, but there are 2");
    }
}

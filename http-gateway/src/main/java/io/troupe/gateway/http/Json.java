package io.troupe.gateway.http;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** JSON in and out, within limits. */
public final class Json {
    /** Deepest nesting of objects and arrays that is read. */
    public static final int DEPTH_MAX = 64;

    private static final int NUMBER_CHARACTERS_MAX = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(NUMBER_CHARACTERS_MAX)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    /** Reads a body; refuses with 400 what is not JSON. */
    public static JsonNode read(ByteString body) {
        if (body.isEmpty()) {
            throw HttpRefusal.invalidJson("the body is empty");
        }
        try {
            var node = MAPPER.readTree(body.toArrayUnsafe());
            if (node == null || node.isMissingNode()) {
                throw HttpRefusal.invalidJson("the body is empty");
            }
            return node;
        } catch (JsonProcessingException unreadable) {
            throw HttpRefusal.invalidJson(unreadable.getOriginalMessage());
        } catch (IOException unreadable) {
            throw HttpRefusal.invalidJson("the body cannot be read");
        }
    }

    public static ByteString write(JsonNode node) {
        try {
            return ByteString.fromArrayUnsafe(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A record of the domain model as JSON. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The texts of the values, in their order. */
    public static ArrayNode texts(Collection<?> values) {
        var array = array();
        values.forEach(value -> array.add(String.valueOf(value)));
        return array;
    }

    /** Sorted, so that equal maps look equal. */
    public static ObjectNode map(Map<String, String> values) {
        var object = object();
        new TreeMap<>(values).forEach(object::put);
        return object;
    }

    /** ISO-8601 in UTC with milliseconds. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /** A number, written without decimals if it is whole. */
    public static JsonNode number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? JsonNodeFactory.instance.numberNode((long) value)
                : JsonNodeFactory.instance.numberNode(value);
    }
}

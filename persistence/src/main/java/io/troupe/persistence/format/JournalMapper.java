package io.troupe.persistence.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How Jackson reads and writes what is stored, in CBOR for the journal and in JSON for people.
 *
 * <p>Times and durations are ISO-8601 text, exact to the nanosecond. A field that is not known is passed over, so that an older node can
 * read what a newer one wrote; a type name or enum constant that is not known, and a number that is missing, are errors.
 */
final class JournalMapper {
    private JournalMapper() {}

    static ObjectMapper cbor() {
        return configured(CBORMapper.builder());
    }

    static ObjectMapper json() {
        return configured(JsonMapper.builder());
    }

    private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M configured(B builder) {
        return builder.addModules(new Jdk8Module(), new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
                .build();
    }
}

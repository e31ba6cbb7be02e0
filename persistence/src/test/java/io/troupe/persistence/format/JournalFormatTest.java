package io.troupe.persistence.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.identity.WorkloadId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFormatTest {
    /** The third version: the first called {@code size} {@code count}, the second had no {@code mood}. */
    record Bag(long size, String mood, @Nullable String note) {}

    record Everything(
            Optional<String> some,
            Optional<String> none,
            Instant at,
            Duration lasted,
            Map<WorkloadId, Integer> byId,
            List<Shape> shapes) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    record Large(List<String> texts) {}

    private static final JournalKind<Bag> BAG = new JournalKind<>(
            "bag",
            Bag.class,
            List.of(
                    stored -> ((ObjectNode) stored).set("size", ((ObjectNode) stored).remove("count")),
                    stored -> ((ObjectNode) stored).put("mood", "unknown")));

    private final JournalFormat format = new JournalFormat(new JournalKindTable(
            List.of(BAG, JournalKind.of("everything", Everything.class), JournalKind.of("large", Large.class))));
    private final ObjectMapper cbor = JournalMapper.cbor();

    @Test
    void theManifestIsTheKindAndItsVersion() {
        assertThat(format.manifest(new Bag(1, "good", null))).isEqualTo("bag/3");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var bag = new Bag(1, "good", null);

        assertThat(format.read(format.write(bag), "bag/3")).isEqualTo(bag);
    }

    @Test
    void optionalsTimesAndIdsAsKeysComeBack() throws IOException {
        var everything = new Everything(
                Optional.of("some"),
                Optional.empty(),
                Instant.parse("2026-11-23T10:00:00.123456789Z"),
                Duration.ofNanos(1_000_000_001),
                Map.of(WorkloadId.of("/a/b"), 1),
                List.of(new Circle(2)));

        assertThat(format.read(format.write(everything), "everything/1")).isEqualTo(everything);
        assertThat(format.diagnostic(everything).toString())
                .contains("\"/a/b\":1", "\"PT1.000000001S\"", "2026-11-23T10:00:00.123456789Z", "\"circle\"")
                .doesNotContain(getClass().getSimpleName());
    }

    @Test
    void anOldVersionGoesThroughAllMigrationsSinceThen() throws IOException {
        assertThat(format.read(cbor.writeValueAsBytes(Map.of("count", 7)), "bag/1"))
                .isEqualTo(new Bag(7, "unknown", null));
        assertThat(format.read(cbor.writeValueAsBytes(Map.of("size", 7)), "bag/2"))
                .isEqualTo(new Bag(7, "unknown", null));
    }

    @Test
    void aFieldOfANewerNodeIsPassedOver() throws IOException {
        var stored = cbor.writeValueAsBytes(Map.of("size", 7, "mood", "good", "colour", "red"));

        assertThat(format.read(stored, "bag/3")).isEqualTo(new Bag(7, "good", null));
    }

    @Test
    void aMissingNumberIsAnErrorAndNotZero() throws IOException {
        var stored = cbor.writeValueAsBytes(Map.of("mood", "good"));

        assertThatThrownBy(() -> format.read(stored, "bag/3"))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("'bag/3'")
                .hasMessageContaining("size");
    }

    @Test
    void anUnknownSubtypeIsAnErrorThatNamesIt() throws IOException {
        var stored = cbor.writeValueAsBytes(Map.of("shapes", List.of(Map.of("kind", "square"))));

        assertThatThrownBy(() -> format.read(stored, "everything/1"))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("square");
    }

    @Test
    void anUnknownKindIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> format.read(new byte[0], "box/1"))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("'box'");
    }

    @Test
    void aNewerVersionIsRefused() {
        assertThatThrownBy(() -> format.read(new byte[0], "bag/4"))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("version 4 of 'bag'")
                .hasMessageContaining("version 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bag", "bag/0", "bag/-1", "bag/1/2", "java.lang.String", "bag/999999"})
    void otherManifestsAreRefused(String manifest) {
        assertThatThrownBy(() -> format.read(new byte[0], manifest))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("manifest");
    }

    @Test
    void damagedBytesAreAnError() {
        var stored = format.write(new Bag(1, "good", "note"));
        stored[2] ^= 0x7f;

        assertThatThrownBy(() -> format.read(stored, "bag/3")).isInstanceOf(JournalFormatException.class);
    }

    @Test
    void aLargeValueIsStoredSmall() throws IOException {
        var large = new Large(IntStream.range(0, 10_000)
                .mapToObj(i -> "the same words " + i % 10)
                .toList());

        var stored = format.write(large);

        assertThat(stored.length).isLessThan(20_000);
        assertThat(format.read(stored, "large/1")).isEqualTo(large);
    }

    @Test
    void damagedCompressionIsAnError() {
        var stored = format.write(
                new Large(IntStream.range(0, 10_000).mapToObj(Integer::toString).toList()));
        stored[stored.length / 2] ^= 0x7f;
        stored[1] = 0x7f;

        assertThatThrownBy(() -> format.read(stored, "large/1")).isInstanceOf(JournalFormatException.class);
    }

    @Test
    void whatIsNotInTheTableIsNotStored() {
        assertThatThrownBy(() -> format.write("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JournalKinds");
    }

    @Test
    void twoKindsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new JournalKindTable(
                        List.of(JournalKind.of("bag", Bag.class), JournalKind.of("bag", Large.class))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bag");
    }
}

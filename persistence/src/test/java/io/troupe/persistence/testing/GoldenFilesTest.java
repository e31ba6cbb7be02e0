package io.troupe.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.persistence.format.JournalFormat;
import io.troupe.persistence.format.JournalKind;
import io.troupe.persistence.format.JournalKindTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {
    record Thing(String name, @Nullable String note) {}

    record Renamed(String title, @Nullable String note) {}

    private static final String STORED = """
            {"manifest": "thing/1", "cbor": "v2RuYW1lYWH/", "value": {"name": "a"}}
            """;

    @TempDir
    Path directory;

    private GoldenFiles of(JournalKind<?> kind) {
        return new GoldenFiles(directory, new JournalFormat(new JournalKindTable(List.of(kind))), "");
    }

    private void store(String text) throws IOException {
        Files.createDirectories(directory.resolve("thing-1"));
        Files.writeString(directory.resolve("thing-1/a.json"), text);
    }

    @Test
    void aSampleWithoutAFileIsFound() {
        assertThat(of(JournalKind.of("thing", Thing.class)).faults(Map.of("a", new Thing("a", null))))
                .singleElement()
                .asString()
                .contains("is missing");
    }

    @Test
    void whatIsStillReadIsFine() throws IOException {
        store(STORED);

        assertThat(of(JournalKind.of("thing", Thing.class)).faults(Map.of("a", new Thing("a", null))))
                .isEmpty();
    }

    @Test
    void aRenamedFieldIsFound() throws IOException {
        store(STORED);

        assertThat(of(JournalKind.of("thing", Renamed.class)).faults(Map.of()))
                .singleElement()
                .asString()
                .contains("another value");
    }

    @Test
    void aChangedSampleIsFound() throws IOException {
        store(STORED);

        assertThat(of(JournalKind.of("thing", Thing.class)).faults(Map.of("a", new Thing("b", null))))
                .singleElement()
                .asString()
                .contains("differs from its sample");
    }

    @Test
    void aKindThatIsGoneIsFound() throws IOException {
        store(STORED);

        assertThat(of(JournalKind.of("other", Thing.class)).faults(Map.of()))
                .singleElement()
                .asString()
                .contains("cannot be read any more");
    }

    @Test
    void anOldVersionIsComparedWithWhatItBecomes() throws IOException {
        store(STORED.replace("}}", "}, \"reads\": {\"title\": \"a\"}}"));
        var kind = new JournalKind<>(
                "thing",
                Renamed.class,
                List.of(stored -> ((ObjectNode) stored).set("title", ((ObjectNode) stored).remove("name"))));

        assertThat(of(kind).faults(Map.of())).isEmpty();
    }
}

package io.troupe.persistence.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.persistence.format.JournalFormat;
import io.troupe.persistence.format.JournalFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bytes of every type of value that was ever stored, kept as files, and the proof that each is still read into the same value.
 *
 * <p>A file {@code <kind>-<version>/<sample>.json} holds the manifest, the bytes in Base64 and, for people and for comparison, the value as
 * JSON. A file is never changed once it was part of a release. When a kind gets a new version, its old files stay, each with a field
 * {@code reads}: the value as it looks after its migrations.
 *
 * <p>Started with {@code -Dtroupe.golden.write=true} it writes the files that are missing, and with {@code =all} also those that have
 * changed, which is right only for what no release has ever stored.
 */
public final class GoldenFiles {
    private static final String WRITE_PROPERTY = "troupe.golden.write";

    private final Path directory;
    private final JournalFormat format;
    private final String write;
    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public GoldenFiles(Path directory, JournalFormat format) {
        this(directory, format, System.getProperty(WRITE_PROPERTY, ""));
    }

    GoldenFiles(Path directory, JournalFormat format, String write) {
        this.directory = directory;
        this.format = format;
        this.write = write;
    }

    /**
     * What is wrong, a sentence each: samples without a file, files that differ from their sample, files that cannot be read any more.
     *
     * @param samples a value for each type of event, and more where its optional parts matter, by file name
     */
    public List<String> faults(Map<String, Object> samples) {
        var faults = new ArrayList<String>();
        samples.forEach((name, value) -> faults.addAll(faultsOf(name, value)));
        for (var file : files()) {
            faults.addAll(faultsOf(file));
        }
        return faults;
    }

    private List<String> faultsOf(String name, Object value) {
        var file = fileOf(name, value);
        if (!Files.exists(file)) {
            if (write.isEmpty()) {
                return List.of(file + " is missing: write it with -D" + WRITE_PROPERTY + "=true");
            }
            write(file, value);
        } else if (!read(file).path("value").equals(plain(value))) {
            if (!write.equals("all")) {
                return List.of(file + " differs from its sample: did the shape change without a new version?");
            }
            write(file, value);
        }
        return List.of();
    }

    private List<String> faultsOf(Path file) {
        var golden = read(file);
        var expected = golden.has("reads") ? golden.path("reads") : golden.path("value");
        try {
            var bytes = Base64.getDecoder().decode(golden.path("cbor").asText());
            var now = plain(format.read(bytes, golden.path("manifest").asText()));
            return keeps(expected, now)
                    ? List.of()
                    : List.of(file + " is read into another value: " + now + " instead of " + expected);
        } catch (JournalFormatException e) {
            return List.of(file + " cannot be read any more: " + e.getMessage());
        }
    }

    /** Whether all of the old value is in the new one, and what is new is empty, as it has to be for a field that was added. */
    private static boolean keeps(JsonNode old, JsonNode now) {
        if (!old.isObject() || !now.isObject()) {
            return old.isArray() && now.isArray()
                    ? old.size() == now.size()
                            && Stream.iterate(0, i -> i < old.size(), i -> i + 1)
                                    .allMatch(i -> keeps(old.get(i), now.get(i)))
                    : old.equals(now);
        }
        return old.properties().stream()
                        .allMatch(field -> now.has(field.getKey()) && keeps(field.getValue(), now.get(field.getKey())))
                && now.properties().stream()
                        .allMatch(field -> old.has(field.getKey())
                                || field.getValue().isEmpty()
                                        && field.getValue().isContainerNode());
    }

    /** As it is after being written and read: 1 and 1L are then the same. */
    private JsonNode plain(Object value) {
        try {
            return json.readTree(json.writeValueAsBytes(format.diagnostic(value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path fileOf(String name, Object value) {
        return directory.resolve(format.manifest(value).replace('/', '-')).resolve(name + ".json");
    }

    private void write(Path file, Object value) {
        var golden = JsonNodeFactory.instance.objectNode();
        golden.put("manifest", format.manifest(value));
        golden.put("cbor", Base64.getEncoder().encodeToString(format.write(value)));
        golden.set("value", format.diagnostic(value));
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, json.writeValueAsString(golden) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode read(Path file) {
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var found = Files.walk(directory)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

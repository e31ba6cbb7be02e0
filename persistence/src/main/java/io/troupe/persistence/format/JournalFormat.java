package io.troupe.persistence.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Turns what is stored into bytes and back, by the table of kinds. Thread-safe. */
public final class JournalFormat {
    /** Largest payload that is stored, in bytes after compression: what Cassandra takes in one write, with room for its own fields. */
    public static final int PAYLOAD_BYTES_MAX = 7 << 20;

    private final JournalKindTable kinds;
    private final ObjectMapper cbor = JournalMapper.cbor();
    private final ObjectMapper json = JournalMapper.json();

    public JournalFormat(JournalKindTable kinds) {
        this.kinds = kinds;
    }

    public JournalKindTable kinds() {
        return kinds;
    }

    /** The manifest a value is written under. */
    public String manifest(Object value) {
        return kindOf(value).manifest();
    }

    public byte[] write(Object value) {
        var kind = kindOf(value);
        try {
            var payload =
                    PayloadCompression.compressed(cbor.writerFor(kind.type()).writeValueAsBytes(value));
            if (payload.length > PAYLOAD_BYTES_MAX) {
                throw new IllegalArgumentException("a " + kind.name() + " of " + payload.length
                        + " bytes is too large to be stored: at most " + PAYLOAD_BYTES_MAX);
            }
            return payload;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a " + kind.name() + " cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads what was written, migrated to the present version.
     *
     * @throws JournalFormatException if the kind or version is unknown or the bytes do not fit
     */
    public Object read(byte[] payload, String manifest) throws JournalFormatException {
        var stored = StoredManifest.parse(manifest);
        var kind = kinds.named(stored.kind())
                .orElseThrow(() -> new JournalFormatException("the journal holds the unknown kind '" + stored.kind()
                        + "': it was written by a newer Troupe, or the module that knows it is missing"));
        if (stored.version() > kind.version()) {
            throw new JournalFormatException("the journal holds version " + stored.version() + " of '" + kind.name()
                    + "' and this Troupe knows up to version " + kind.version() + ": it was written by a newer one");
        }
        try {
            var plain = PayloadCompression.plain(payload);
            return stored.version() == kind.version()
                    ? cbor.readValue(plain, kind.type())
                    : cbor.treeToValue(migrated(cbor.readTree(plain), stored.version(), kind), kind.type());
        } catch (JournalFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new JournalFormatException("a stored '" + manifest + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode migrated(JsonNode stored, int version, JournalKind<?> kind) {
        var value = stored;
        for (var migration :
                kind.migrations().subList(version - 1, kind.migrations().size())) {
            value = migration.next(value);
        }
        return value;
    }

    /** The value as JSON, for people and golden files. */
    public JsonNode diagnostic(Object value) {
        return json.valueToTree(value);
    }

    private JournalKind<?> kindOf(Object value) {
        return kinds.of(value.getClass())
                .orElseThrow(() -> new IllegalArgumentException(
                        value.getClass().getName() + " is not in the table of what may be stored (JournalKinds)"));
    }
}

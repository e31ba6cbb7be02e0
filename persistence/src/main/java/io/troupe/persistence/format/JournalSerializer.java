package io.troupe.persistence.format;

import akka.serialization.SerializerWithStringManifest;

/** Akka's door to {@link JournalFormat}. Bound to the types of the table by {@code JournalConfig}. */
public final class JournalSerializer extends SerializerWithStringManifest {
    /** Stored with each event: never changes. */
    public static final int IDENTIFIER = 74_100;

    private final JournalFormat format = new JournalFormat(JournalKindTable.load());

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return format.manifest(value);
    }

    @Override
    public byte[] toBinary(Object value) {
        return format.write(value);
    }

    @Override
    public Object fromBinary(byte[] payload, String manifest) throws JournalFormatException {
        return format.read(payload, manifest);
    }
}

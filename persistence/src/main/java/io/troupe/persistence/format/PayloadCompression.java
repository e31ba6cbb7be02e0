package io.troupe.persistence.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/**
 * Shrinks large payloads with LZ4: a snapshot of thousands of instances says the same field names thousands of times.
 *
 * <p>A compressed payload begins with a zero byte, which no CBOR object begins with, and its plain length in four bytes.
 */
final class PayloadCompression {
    static final int COMPRESSED_FROM_BYTES = 16 << 10;

    /** More than this is not believed of a stored length. */
    static final int PLAIN_BYTES_MAX = 256 << 20;

    private static final byte MARK = 0;
    private static final int HEADER_BYTES = 5;

    private PayloadCompression() {}

    static byte[] compressed(byte[] plain) {
        if (plain.length < COMPRESSED_FROM_BYTES) {
            return plain;
        }
        var compressor = LZ4Factory.fastestInstance().fastCompressor();
        var target = new byte[HEADER_BYTES + compressor.maxCompressedLength(plain.length)];
        ByteBuffer.wrap(target).put(MARK).putInt(plain.length);
        var length = compressor.compress(plain, 0, plain.length, target, HEADER_BYTES);
        return Arrays.copyOf(target, HEADER_BYTES + length);
    }

    static byte[] plain(byte[] stored) throws JournalFormatException {
        if (stored.length < HEADER_BYTES || stored[0] != MARK) {
            return stored;
        }
        var length = ByteBuffer.wrap(stored, 1, Integer.BYTES).getInt();
        if (length < 0 || length > PLAIN_BYTES_MAX) {
            throw new JournalFormatException("a compressed payload claims to have " + length + " bytes");
        }
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(stored, HEADER_BYTES, stored.length - HEADER_BYTES, length);
        } catch (RuntimeException damaged) {
            throw new JournalFormatException("a compressed payload is damaged", damaged);
        }
    }
}

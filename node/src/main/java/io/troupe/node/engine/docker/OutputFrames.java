package io.troupe.node.engine.docker;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Takes apart the output of a container: frames of 8 bytes head (stream, three zeros, length) and content; with a terminal it has no frames. */
final class OutputFrames {
    private static final int PIECE_BYTES_MAX = 32 * 1024;
    private static final int STANDARD_ERROR = 2;

    private final DataInputStream input;
    private final boolean framed;
    private boolean error;
    private long left;

    OutputFrames(InputStream input, boolean framed) {
        this.input = new DataInputStream(input);
        this.framed = framed;
    }

    /** The next piece, at most 32 KiB; empty at the end. A frame that is cut short ends the output with what there was. */
    Optional<LogChunk> next() throws IOException {
        if (framed) {
            while (left == 0) {
                int stream = input.read();
                if (stream < 0) {
                    return Optional.empty();
                }
                input.skipNBytes(3);
                error = stream == STANDARD_ERROR;
                left = Integer.toUnsignedLong(input.readInt());
            }
        }
        var piece = new byte[framed ? (int) Math.min(PIECE_BYTES_MAX, left) : PIECE_BYTES_MAX];
        int count = input.read(piece);
        if (count < 0) {
            if (framed) {
                throw new EOFException("output ends within a frame");
            }
            return Optional.empty();
        }
        left -= framed ? count : 0;
        return Optional.of(new LogChunk(error, ByteString.fromArray(piece, 0, count)));
    }
}

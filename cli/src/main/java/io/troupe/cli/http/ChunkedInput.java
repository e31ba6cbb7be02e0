package io.troupe.cli.http;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer with {@code Transfer-Encoding: chunked} (RFC 9112, 7.1). */
final class ChunkedInput extends InputStream {
    private final InputStream in;
    private BoundedInput chunk;
    private boolean started;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
        this.chunk = new BoundedInput(in, 0);
    }

    @Override
    public int read() throws IOException {
        var one = chunk.read();
        return one < 0 && nextChunk() ? chunk.read() : one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        var count = chunk.read(target, offset, length);
        return count < 0 && nextChunk() ? chunk.read(target, offset, length) : count;
    }

    /** Whether there is one more; none is empty. */
    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (started) {
            Connection.readLine(in);
        }
        started = true;
        var size = Connection.readLine(in);
        var end = size.indexOf(';');
        try {
            chunk = new BoundedInput(in, Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16));
        } catch (NumberFormatException e) {
            throw new IOException("the answer's chunks cannot be read", e);
        }
        ended = chunk.isOver();
        if (ended) {
            while (!Connection.readLine(in).isEmpty()) {
                // Trailers carry nothing we need.
            }
        }
        return !ended;
    }
}

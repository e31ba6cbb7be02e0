package io.troupe.cli.http;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer with {@code Transfer-Encoding: chunked} (RFC 9112, 7.1). */
final class ChunkedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean started;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        var count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("the connection ended in the middle of the answer");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            Connection.readLine(in);
        }
        started = true;
        var size = Connection.readLine(in);
        var end = size.indexOf(';');
        try {
            left = Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("the answer's chunks cannot be read", e);
        }
        if (left == 0) {
            ended = true;
            while (!Connection.readLine(in).isEmpty()) {
                // Trailers carry nothing we need.
            }
        }
    }
}

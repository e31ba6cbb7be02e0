package io.troupe.cli.http;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer with {@code Content-Length}, or one chunk of it. */
final class BoundedInput extends InputStream {
    private final InputStream in;
    private long left;

    BoundedInput(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    boolean isOver() {
        return left == 0;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        var count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("the connection ended in the middle of the answer");
        }
        left -= count;
        return count;
    }
}

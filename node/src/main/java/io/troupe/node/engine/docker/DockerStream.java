package io.troupe.node.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request with a connection of its own, whose answer may take for ever or go both ways. Closing it from another thread ends a read. */
final class DockerStream implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final int status;
    private final Body body;

    /** Sends a request and reads the head of the answer. */
    static DockerStream open(DockerHost host, String method, String path, byte[] content, Map<String, String> headers)
            throws IOException {
        var channel = host.connect();
        try {
            return new DockerStream(channel, method, path, content, headers);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private DockerStream(SocketChannel channel, String method, String path, byte[] content, Map<String, String> headers)
            throws IOException {
        this.channel = channel;
        var head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: engine\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (content.length > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        write(ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.ISO_8859_1)));
        write(ByteBuffer.wrap(content));
        var statusLine = line().split(" ", 3);
        if (statusLine.length < 2) {
            throw new IOException("this is not an engine: " + String.join(" ", statusLine));
        }
        status = Integer.parseInt(statusLine[1]);
        var answer = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                answer.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        var chunked = "chunked".equalsIgnoreCase(answer.get("transfer-encoding"));
        var length = answer.get("content-length");
        boolean bodiless = status == 204 || status == 304;
        body = new Body(chunked && !bodiless, bodiless ? 0 : length == null ? Long.MAX_VALUE : Long.parseLong(length));
    }

    int status() {
        return status;
    }

    InputStream body() {
        return body;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError("a socket that cannot be closed", e);
        }
    }

    /** Whether there is a byte in the buffer after waiting for one. */
    private boolean filled() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (filled()) {
            char next = (char) (buffer.get() & 0xff);
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            if (line.append(next).length() > LINE_BYTES_MAX) {
                throw new IOException("a line of the answer is longer than " + LINE_BYTES_MAX + " bytes");
            }
        }
        throw new EOFException("the engine hung up");
    }

    private final class Body extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean ended;

        Body(boolean chunked, long length) {
            this.chunked = chunked;
            left = chunked ? 0 : length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (chunked && left == 0 && !ended) {
                nextChunk();
            }
            if (ended || left == 0 || !filled()) {
                if (chunked && !ended) {
                    throw new EOFException("the engine hung up");
                }
                ended = true;
                return -1;
            }
            int count = (int) Math.min(Math.min(length, buffer.remaining()), left);
            buffer.get(target, offset, count);
            if (left != Long.MAX_VALUE) {
                left -= count;
            }
            if (chunked && left == 0) {
                line();
            }
            return count;
        }

        private void nextChunk() throws IOException {
            var size = line();
            int extension = size.indexOf(';');
            left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
            if (left == 0) {
                line();
                ended = true;
            }
        }
    }
}

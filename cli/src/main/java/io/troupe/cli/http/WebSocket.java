package io.troupe.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The client's end of a WebSocket that carries binary messages (RFC 6455). Any thread may send; one thread receives. */
public final class WebSocket implements AutoCloseable {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

    private final Connection connection;
    private final SecureRandom masks = new SecureRandom();
    private final Object sending = new Object();

    WebSocket(Connection connection) {
        this.connection = connection;
    }

    static Map<String, String> handshake() {
        var key = new byte[16];
        new SecureRandom().nextBytes(key);
        return Map.of(
                "Connection", "Upgrade",
                "Upgrade", "websocket",
                "Sec-WebSocket-Version", "13",
                "Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key));
    }

    public void send(byte[] message) throws IOException {
        frame(BINARY, message);
    }

    /** The next message, waiting for it; empty once the other end has closed. */
    public Optional<byte[]> receive() throws IOException {
        var message = new ByteArrayOutputStream();
        while (true) {
            var first = connection.in().read();
            if (first < 0) {
                return Optional.empty();
            }
            var payload = payload();
            switch (first & 0x0f) {
                case CONTINUATION, TEXT, BINARY -> {
                    message.write(payload);
                    if (message.size() > MESSAGE_BYTES_MAX) {
                        throw new IOException("a message of the server is too long");
                    }
                    if ((first & 0x80) != 0) {
                        return Optional.of(message.toByteArray());
                    }
                }
                case PING -> frame(PONG, payload);
                case PONG -> {}
                case CLOSE -> {
                    return Optional.empty();
                }
                default -> throw new IOException("the server sent an unknown kind of frame");
            }
        }
    }

    private byte[] payload() throws IOException {
        var second = octet();
        long length = second & 0x7f;
        if (length == 126) {
            length = (long) octet() << 8 | octet();
        } else if (length == 127) {
            length = 0;
            for (var index = 0; index < 8; index++) {
                length = length << 8 | octet();
            }
        }
        if (length < 0 || length > MESSAGE_BYTES_MAX || (second & 0x80) != 0) {
            throw new IOException("a message of the server cannot be read");
        }
        var payload = connection.in().readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("the connection ended in the middle of a message");
        }
        return payload;
    }

    private int octet() throws IOException {
        var value = connection.in().read();
        if (value < 0) {
            throw new EOFException("the connection ended in the middle of a message");
        }
        return value;
    }

    private void frame(int kind, byte[] payload) throws IOException {
        var mask = new byte[4];
        masks.nextBytes(mask);
        var frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(0x80 | kind);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (var shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.write(mask);
        for (var index = 0; index < payload.length; index++) {
            frame.write(payload[index] ^ mask[index & 3]);
        }
        synchronized (sending) {
            connection.out().write(frame.toByteArray());
            connection.out().flush();
        }
    }

    /** Says good-bye, if anybody still listens. */
    @Override
    public void close() {
        try {
            frame(CLOSE, new byte[] {0x03, (byte) 0xe8});
        } catch (IOException alreadyGone) {
            // The other end closed first.
        }
        connection.close();
    }

    /** A channel byte in front of text. */
    public static byte[] message(int channel, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return message(channel, bytes, bytes.length);
    }

    /** A channel byte in front of the first {@code length} bytes. */
    public static byte[] message(int channel, byte[] bytes, int length) {
        var message = new byte[length + 1];
        message[0] = (byte) channel;
        System.arraycopy(bytes, 0, message, 1, length);
        return message;
    }
}

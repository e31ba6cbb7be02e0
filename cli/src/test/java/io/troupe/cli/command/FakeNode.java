package io.troupe.cli.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that answers what it was told to, each request in turn, and remembers what it was asked. Speaks plain HTTP and WebSocket. */
final class FakeNode implements AutoCloseable {
    private static final String NOT_FOUND = "{\"message\": \"There is no such thing\"}";

    private final ServerSocket socket;
    private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
    private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    record Asked(String line, Map<String, String> headers, String body) {}

    /** @param body its bytes as the characters of the same number */
    record Reply(int status, String body, Map<String, String> headers) {}

    /** One end of a WebSocket. */
    interface Conversation {
        void hold(Channel channel) throws IOException;
    }

    FakeNode() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::acceptAll);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The answer to a line such as {@code GET /v2/apps}; of several, one after the other, the last again and again. */
    FakeNode answers(String line, String body) {
        return answers(line, 200, body);
    }

    FakeNode answers(String line, int status, String body) {
        return answers(line, new Reply(status, bytes(body), Map.of()));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    FakeNode answers(String line, Reply reply) {
        replies.computeIfAbsent(line, unknown -> new CopyOnWriteArrayList<>()).add(reply);
        return this;
    }

    FakeNode talks(String path, Conversation conversation) {
        conversations.put(path, conversation);
        return this;
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    List<Asked> asked(String method) {
        return asked.stream()
                .filter(request -> request.line().startsWith(method + " "))
                .toList();
    }

    Asked last(String method) {
        return asked.stream()
                .filter(request -> request.line().startsWith(method + " "))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var words = line(in).split(" ", -1);
            var headers = new ConcurrentHashMap<String, String>();
            for (var header = line(in); !header.isEmpty(); header = line(in)) {
                var colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon), header.substring(colon + 1).strip());
            }
            var length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
            var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            var asks = words[0] + " " + words[1];
            asked.add(new Asked(asks, headers, body));
            var path = words[1].replaceFirst("\\?.*", "");
            var conversation = conversations.get(path);
            if (conversation != null) {
                write(connection.getOutputStream(), "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
                conversation.hold(new Channel(new DataInputStream(in), connection.getOutputStream()));
                return;
            }
            answer(connection.getOutputStream(), reply(asks, words[0] + " " + path));
        } catch (IOException clientGone) {
            // It has its answer, or wants none.
        }
    }

    private Reply reply(String whole, String withoutQuery) {
        var list = replies.getOrDefault(whole, replies.getOrDefault(withoutQuery, List.of()));
        if (list.isEmpty()) {
            return new Reply(404, NOT_FOUND, Map.of());
        }
        return list.size() == 1 ? list.getFirst() : list.removeFirst();
    }

    private static void answer(OutputStream out, Reply reply) throws IOException {
        var head =
                new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" Said\r\nTransfer-Encoding: chunked\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        var body = reply.body().getBytes(StandardCharsets.ISO_8859_1);
        var half = body.length / 2;
        for (var piece : List.of(new int[] {0, half}, new int[] {half, body.length})) {
            if (piece[1] > piece[0]) {
                whole.writeBytes(
                        (Integer.toHexString(piece[1] - piece[0]) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                whole.write(body, piece[0], piece[1] - piece[0]);
                whole.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        whole.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.write(whole.toByteArray());
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frames of at most 65,535 bytes. */
    static final class Channel {
        private final DataInputStream in;
        private final OutputStream out;

        Channel(DataInputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void send(int channel, String text) throws IOException {
            var message = new ArrayList<Byte>();
            message.add((byte) channel);
            for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
                message.add(octet);
            }
            var frame = new ByteArrayOutputStream();
            frame.write(0x82);
            if (message.size() < 126) {
                frame.write(message.size());
            } else {
                frame.write(126);
                frame.write(message.size() >> 8);
                frame.write(message.size());
            }
            message.forEach(frame::write);
            out.write(frame.toByteArray());
            out.flush();
        }

        /** The next message as its channel, a colon, and its text. */
        String receive() throws IOException {
            var kind = in.readUnsignedByte();
            var length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            var mask = in.readNBytes(4);
            var payload = in.readNBytes(length);
            for (var index = 0; index < length; index++) {
                payload[index] ^= mask[index & 3];
            }
            if ((kind & 0x0f) == 8) {
                return "closed";
            }
            return payload[0] + ":" + new String(payload, 1, length - 1, StandardCharsets.UTF_8);
        }
    }
}

package io.troupe.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection and one call at a time on it: the cheapest client there can be, so that the client's own cost hardly shows in what is measured.
 * Not for several threads.
 */
final class RawHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketChannel channel;
    private final InputStream in;

    private RawHttp(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), 32 * 1024);
    }

    /** An answer; {@code body} is missing if it is not JSON. */
    record Answer(int status, JsonNode body) {}

    static RawHttp open(SocketAddress address) throws IOException {
        var channel = address instanceof InetSocketAddress
                ? SocketChannel.open(address).setOption(StandardSocketOptions.TCP_NODELAY, true)
                : open(address, SocketChannel.open(StandardProtocolFamily.UNIX));
        return new RawHttp(channel);
    }

    private static SocketChannel open(SocketAddress address, SocketChannel channel) throws IOException {
        channel.connect(address);
        return channel;
    }

    Answer get(String path) throws IOException {
        return call("GET", path, "");
    }

    Answer call(String method, String path, String body) throws IOException {
        var content = body.getBytes(StandardCharsets.UTF_8);
        var head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + content.length + "\r\n\r\n";
        var request = ByteBuffer.allocate(head.length() + content.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .flip();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        var status = Integer.parseInt(line().split(" ")[1]);
        var length = -1;
        var chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.equals("transfer-encoding: chunked");
        }
        return new Answer(status, json(chunked ? chunks() : in.readNBytes(Math.max(length, 0))));
    }

    private static JsonNode json(byte[] content) throws IOException {
        return content.length == 0 || content[0] != '{' && content[0] != '['
                ? MissingNode.getInstance()
                : JSON.readTree(content);
    }

    private byte[] chunks() throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.troupe.node.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The start of a command in a container, after which the connection is the command's input and output. The one request that is not made by
 * docker-java, which never tells a command the end of its input.
 */
final class ExecConnection implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int REFUSAL_BYTES_MAX = 64 * 1024;

    private final EngineSocket socket;
    private final InputStream output;

    private ExecConnection(EngineSocket socket, InputStream output) {
        this.socket = socket;
        this.output = output;
    }

    /** Starts it. A refusal of the engine is thrown as such. */
    static ExecConnection start(DockerHost host, DockerVersion version, String exec, boolean terminal)
            throws IOException {
        var socket = EngineSocket.open(host);
        try {
            var body = "{\"Detach\":false,\"Tty\":" + terminal + "}";
            var request = "POST /" + version.api().asWebPathPart() + "/exec/" + exec + "/start HTTP/1.1\r\n"
                    + "Host: engine\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            socket.output().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.output().flush();
            var answer = socket.input();
            int status = status(line(answer));
            int length = -1;
            for (var line = line(answer); !line.isEmpty(); line = line(answer)) {
                var header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring("content-length:".length()).strip());
                }
            }
            if (status >= 400) {
                var refusal = answer.readNBytes(length < 0 ? 0 : Math.min(length, REFUSAL_BYTES_MAX));
                throw DockerErrors.of(status, new String(refusal, StandardCharsets.UTF_8));
            }
            return new ExecConnection(socket, answer);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    InputStream output() {
        return output;
    }

    void write(byte[] bytes) throws IOException {
        socket.output().write(bytes);
        socket.output().flush();
    }

    void endInput() throws IOException {
        socket.endOutput();
    }

    @Override
    public void close() {
        socket.close();
    }

    private static int status(String line) throws IOException {
        var words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[0-9]{3}")) {
            throw new IOException("this is not an engine: " + line);
        }
        return Integer.parseInt(words[1]);
    }

    /** Byte by byte: what follows the head is the command's. */
    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the engine hung up");
            }
            if (line.append((char) next).length() > HEAD_BYTES_MAX) {
                throw new IOException("a line of the answer is longer than " + HEAD_BYTES_MAX + " bytes");
            }
        }
        return line.toString().stripTrailing();
    }
}

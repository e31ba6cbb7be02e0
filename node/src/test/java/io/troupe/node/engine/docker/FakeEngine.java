package io.troupe.node.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Speaks as much as an engine as is needed to be asked for its version and events, and can be told to hang, and to close the connections it keeps. */
final class FakeEngine implements AutoCloseable {
    private static final String VERSION = "{\"Version\":\"fake\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}";

    private final Path path;
    private final ServerSocketChannel server;
    private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();
    private final Queue<SocketChannel> pulls = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile boolean hanging;

    FakeEngine(Path path) throws IOException {
        this.path = path;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(this::accept);
    }

    DockerHost host() {
        return new DockerHost.UnixSocket(path.toString());
    }

    /** From now on nothing is answered, or everything again; what was asked meanwhile stays without an answer. */
    void hang(boolean hang) {
        hanging = hang;
    }

    /** As an engine does that ends: a kept connection is then of no use, but nobody has noticed. */
    void closeConnections() throws IOException {
        for (var connection = connections.poll(); connection != null; connection = connections.poll()) {
            connection.close();
        }
    }

    /** Method and path, without the version. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            var input = Channels.newInputStream(connection);
            for (var head = head(input); !head.isEmpty(); head = head(input)) {
                var line = head.lines().findFirst().orElseThrow().split(" ");
                var asked = line[1].replaceFirst("^/v[0-9.]+", "").replaceFirst("\\?.*", "");
                requests.add(line[0] + " " + asked);
                if (!hanging && asked.equals("/images/create")) {
                    pull(connection, input);
                    return;
                }
                if (!hanging) {
                    answer(connection, line[0], asked);
                }
            }
        } catch (IOException e) {
            // The other side hung up, or we did.
            connections.remove(connection);
        }
    }

    /** Goes on until {@link #endPulls}, or until nobody listens any more. */
    private void pull(SocketChannel connection, InputStream input) throws IOException {
        pulls.add(connection);
        send(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        step(
                connection,
                "{\"status\":\"Downloading\",\"id\":\"a\",\"progressDetail\":{\"current\":1048576,\"total\":3145728}}");
        if (input.read() < 0) {
            pulls.remove(connection);
        }
    }

    private static void step(SocketChannel connection, String json) throws IOException {
        send(connection, Integer.toHexString(json.length()) + "\r\n" + json + "\r\n");
    }

    private static void send(SocketChannel connection, String text) throws IOException {
        Channels.newOutputStream(connection).write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How many pulls somebody listens to. */
    int pulls() {
        return pulls.size();
    }

    /** Ends all pulls; with a fault if it is not empty. */
    void endPulls(String fault) throws IOException {
        for (var connection : pulls) {
            if (!fault.isEmpty()) {
                step(connection, "{\"errorDetail\":{\"message\":\"" + fault + "\"},\"error\":\"" + fault + "\"}");
            }
            send(connection, "0\r\n\r\n");
        }
    }

    private static void answer(SocketChannel connection, String method, String asked) throws IOException {
        if (asked.startsWith("/images/")) {
            send(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        var body = asked.equals("/version") ? VERSION : asked.endsWith("/json") ? "[]" : "";
        var head = switch (method + " " + asked) {
            case "GET /events" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            default ->
                method.equals("POST")
                        ? "HTTP/1.1 204 No Content\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body;
        };
        send(connection, head);
    }

    /** Requests of these tests have no body. */
    private static String head(InputStream input) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0; next = input.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
    }
}

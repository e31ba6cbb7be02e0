package io.troupe.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * As much of Docker's Engine API as one container's life takes, for the training alone: the machine that builds may have no engine and no image,
 * and the way to a first container should be in the start-up cache all the same. It starts nothing.
 */
final class TrainingEngine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = """
            {"Version":"20.10.0","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"5.0"}""";
    private static final String DESCRIPTION = """
            {"ID":"training","NCPU":1,"MemTotal":1073741824,"ServerVersion":"20.10.0","OSType":"linux","CgroupVersion":"1"}""";

    private final ServerSocketChannel server;
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable JsonNode created;
    private volatile boolean running;

    private TrainingEngine(ServerSocketChannel server) {
        this.server = server;
    }

    static TrainingEngine listen(Path socket) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var engine = new TrainingEngine(server);
        engine.connections.execute(engine::accept);
        return engine;
    }

    /** Its address, as the node's settings take it. */
    String host() throws IOException {
        return "unix://" + server.getLocalAddress();
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                connections.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                var in = new BufferedInputStream(Channels.newInputStream(connection));
                var out = new BufferedOutputStream(Channels.newOutputStream(connection))) {
            for (var request = line(in); request != null; request = line(in)) {
                var words = request.split(" ");
                answer(words[0], words[1].replaceFirst("^/v1\\.\\d+", "").replaceFirst("\\?.*", ""), body(in), out);
                out.flush();
            }
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    private void answer(String method, String path, byte[] body, OutputStream out) throws IOException {
        switch (method + " " + path.replaceFirst("(containers|images)/(?!create|json)[^/]+", "$1/ONE")) {
            case "GET /events" ->
                out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            case "GET /version" -> answer(out, 200, VERSION);
            case "GET /info" -> answer(out, 200, DESCRIPTION);
            case "GET /containers/json" -> answer(out, 200, "[]");
            case "GET /containers/ONE/json" -> answer(out, created == null ? 404 : 200, container());
            case "POST /containers/create" -> {
                created = JSON.readTree(body);
                answer(out, 201, "{\"Id\":\"training\",\"Warnings\":[]}");
            }
            case "POST /containers/ONE/start" -> {
                running = true;
                answer(out, 204, "");
            }
            case "POST /containers/ONE/stop", "POST /containers/ONE/kill" -> {
                running = false;
                answer(out, 204, "");
            }
            case "DELETE /containers/ONE" -> answer(out, 204, "");
            default -> answer(out, 200, path.startsWith("/_ping") ? "OK" : "{\"Id\":\"training\"}");
        }
    }

    private String container() {
        var config = created;
        var labels = config == null ? "{}" : config.path("Labels").toString();
        return """
                {"Id":"training","Name":"/training","Created":"2026-01-01T00:00:00Z","Image":"training","Config":{"Labels":%s,"Image":"training"},
                 "State":{"Status":"%s","Running":%s,"Pid":1,"ExitCode":0,"OOMKilled":false,"StartedAt":"2026-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"},
                 "HostConfig":{"NetworkMode":"host"},"NetworkSettings":{"Networks":{}}}""".formatted(labels, running ? "running" : "exited", running);
    }

    private static void answer(OutputStream out, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n"
                        + (status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
    }

    /** Reads the rest of the head, and what it says that follows. */
    private static byte[] body(InputStream in) throws IOException {
        var length = 0;
        var chunked = false;
        for (var header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            var small = header.toLowerCase(Locale.ROOT);
            if (small.startsWith("content-length:")) {
                length =
                        Integer.parseInt(small.substring(small.indexOf(':') + 1).strip());
            }
            chunked |= small.startsWith("transfer-encoding:") && small.contains("chunked");
        }
        return chunked ? chunks(in) : in.readNBytes(length);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var size = line(in); size != null; size = line(in)) {
            var chunk = in.readNBytes(Integer.parseInt(size.strip(), 16));
            line(in);
            if (chunk.length == 0) {
                break;
            }
            all.write(chunk);
        }
        return all.toByteArray();
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.shutdownNow();
    }
}

package io.troupe.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A node in a JVM of its own, as an operator starts it, and the calls a bench makes to it. */
final class BenchNode implements AutoCloseable {
    private static final long WAIT_NANOS_MAX = TimeUnit.MINUTES.toNanos(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path data;
    private final Process process;
    private final Path output;

    private BenchNode(Path data, Process process, Path output) {
        this.data = data;
        this.process = process;
        this.output = output;
    }

    /** Starts a node on the directory and waits until it is ready. */
    static BenchNode start(Path data, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + System.getProperty("troupe.home") + "/node.args",
                "io.troupe.node.Main",
                "up",
                "--data-dir=" + data,
                "--http-port=0"));
        command.addAll(List.of(options));
        Files.deleteIfExists(data.resolve("api"));
        var output = data.resolveSibling(data.getFileName() + ".out");
        var node = new BenchNode(
                data,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
        node.await("ready", () -> Files.exists(data.resolve("api")) && node.status("GET", "/v1/ready", null) == 200);
        return node;
    }

    static Path scratch() throws IOException {
        return Files.createTempDirectory("troupe-bench").resolve("data");
    }

    long pid() {
        return process.pid();
    }

    /** The embedded Cassandra's process. */
    long cassandraPid() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                .filter(this::isCassandra)
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(0);
    }

    private boolean isCassandra(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .contains(data.resolve("cassandra").toString());
        } catch (IOException gone) {
            return false;
        }
    }

    List<String> said() throws IOException {
        return Files.readAllLines(output);
    }

    String url() throws IOException {
        return Files.readString(data.resolve("api")).strip();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(
                http.send(request("GET", path, null), BodyHandlers.ofString()).body());
    }

    int status(String method, String path, @Nullable String body) throws IOException {
        try {
            return http.send(request(method, path, body), BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException broken) {
            return 0;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    CompletableFuture<Integer> post(String path, String body) throws IOException {
        return http.sendAsync(request("POST", path, body), BodyHandlers.ofString())
                .thenApply(response -> response.statusCode());
    }

    private HttpRequest request(String method, String path, @Nullable String body) throws IOException {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    void create(String body) throws IOException {
        var status = status("POST", "/v2/apps", body);
        if (status != 201) {
            throw new IllegalStateException("POST /v2/apps answered " + status + " to " + body);
        }
    }

    void awaitRunning(String id, int instances) throws IOException {
        await(id + " runs", () -> get("/v2/apps" + id).at("/app/tasksRunning").asInt() == instances);
    }

    void delete(String id) throws IOException {
        status("DELETE", "/v2/apps" + id, null);
        await(id + " is gone", () -> status("GET", "/v2/apps" + id, null) == 404);
    }

    void await(String what, Check check) throws IOException {
        var deadline = System.nanoTime() + WAIT_NANOS_MAX;
        try {
            while (!check.holds()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "waited in vain until " + what + "; the node said:\n" + String.join("\n", said()));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Stops it in order. */
    void stop() throws IOException {
        process.destroy();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Stops it and removes all it wrote. */
    @Override
    public void close() throws IOException {
        stop();
        process.destroyForcibly();
        try (var files = Files.walk(data.getParent())) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Something to wait for. */
    interface Check {
        boolean holds() throws IOException, InterruptedException;
    }
}

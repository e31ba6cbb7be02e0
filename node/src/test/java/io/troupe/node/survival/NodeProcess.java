package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node in a JVM of its own, started from the distribution on a data directory, and spoken to over HTTP. */
final class NodeProcess implements AutoCloseable {
    static final Duration START_MAX = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path dataDirectory;
    private final Process process;
    private final Path output;

    private NodeProcess(Path dataDirectory, Process process, Path output) {
        this.dataDirectory = dataDirectory;
        this.process = process;
        this.output = output;
    }

    /** Starts a node on the directory and any free ports; does not wait. */
    static NodeProcess begin(Path dataDirectory, String... options) {
        var home = Path.of(System.getProperty("troupe.home"));
        var output = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".out");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("node.args"),
                "io.troupe.node.Main",
                "up",
                "--data-dir",
                dataDirectory.toString()));
        if (!List.of(options).contains("--http-port")) {
            command.addAll(List.of("--http-port", "0"));
        }
        command.addAll(List.of(options));
        try {
            Files.deleteIfExists(dataDirectory.resolve("api"));
            return new NodeProcess(
                    dataDirectory,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a node and waits until it answers for the cluster. */
    static NodeProcess start(Path dataDirectory, String... options) {
        var node = begin(dataDirectory, options);
        node.awaitReady();
        return node;
    }

    void awaitReady() {
        await("the node is ready")
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertThat(process.isAlive())
                            .as("the node runs; it said:\n" + said())
                            .isTrue();
                    return Files.exists(dataDirectory.resolve("api"))
                            && answer("GET", "/v1/ready", null)
                                    .filter(answer -> answer.status() == 200)
                                    .isPresent();
                });
    }

    /** What the node printed so far. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    String nodeId() {
        try {
            return Files.readString(dataDirectory.resolve("node-id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the API is. */
    String url() {
        try {
            return Files.readString(dataDirectory.resolve("api")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode get(String path) {
        var answer = ask("GET", path, null);
        assertThat(answer.status()).as("GET " + path + ": " + answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    /** Asks, and fails the test if nobody answers. */
    Answer ask(String method, String path, @Nullable String body) {
        return answer(method, path, body)
                .orElseThrow(() -> new AssertionError("no answer to " + method + " " + path + "; it said:\n" + said()));
    }

    /** Asks; empty if the connection broke. */
    Optional<Answer> answer(String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return Optional.of(new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse("")));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** As {@code kill -9}: nothing of it gets to run. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As Ctrl-C. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    int awaitEnd() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("it ended; it said:\n" + said())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    record Answer(int status, String body, String retryAfter) {}
}

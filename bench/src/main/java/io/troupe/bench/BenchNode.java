package io.troupe.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node as a user starts it, by {@code bin/troupe up}, and the calls a bench makes to it. */
final class BenchNode implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 60;

    private final Path data;
    private final Process process;
    private final Path output;
    private final RawHttp http;

    private BenchNode(Path data, Process process, Path output) throws IOException {
        this.data = data;
        this.process = process;
        this.output = output;
        awaitLife("the API listens", () -> Files.exists(data.resolve("api")));
        this.http = connect();
        awaitLife("ready", () -> http.get("/v1/ready").status() == 200);
    }

    /** Starts a node on the directory and waits until it is ready. */
    static BenchNode start(Path data, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of(System.getProperty("troupe.bin") + "/troupe", "up", "--data-dir=" + data, "--http-port=0"));
        command.addAll(List.of(options));
        Files.deleteIfExists(data.resolve("api"));
        var output = data.resolveSibling(data.getFileName() + ".out");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return new BenchNode(data, process, output);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    /** A node that only pretends to run containers. */
    static BenchNode simulated() throws IOException {
        return start(scratch(), "--simulated-engine", "--cpus=1000", "--mem=1000000");
    }

    static Path scratch() throws IOException {
        return Files.createTempDirectory("troupe-bench").resolve("data");
    }

    long pid() {
        return process.pid();
    }

    Path data() {
        return data;
    }

    /** The embedded Cassandra's process. */
    long cassandraPid() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                .filter(this::isCassandra)
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow();
    }

    private boolean isCassandra(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .contains("-Dtroupe.cassandra.directory=" + data.resolve("cassandra"));
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

    /** A connection of its own, for one thread. */
    RawHttp connect() throws IOException {
        var url = URI.create(url());
        return RawHttp.open(new InetSocketAddress(url.getHost(), url.getPort()));
    }

    JsonNode get(String path) throws IOException {
        return http.get(path).body();
    }

    RawHttp.Answer call(String method, String path, String body) throws IOException {
        return http.call(method, path, body);
    }

    void create(String body) throws IOException {
        var answer = http.call("POST", "/v2/apps", body);
        if (answer.status() != 201) {
            throw new IllegalStateException("POST /v2/apps answered " + answer + " to " + body);
        }
    }

    void awaitRunning(String id, int instances) throws IOException {
        awaitLife(
                id + " runs",
                Wait.pollNanos(instances),
                () -> get("/v2/apps" + id + "?embed=app.counts")
                                .at("/app/tasksRunning")
                                .asInt()
                        == instances);
    }

    /** Returns when all that was asked for so far is done. */
    void awaitQuiet() throws IOException {
        awaitLife("no deployment runs", () -> get("/v2/deployments").isEmpty());
    }

    void delete(String id) throws IOException {
        http.call("DELETE", "/v2/apps" + id, "");
        awaitLife(id + " is gone", () -> http.get("/v2/apps" + id).status() == 404);
    }

    private void awaitLife(String what, Wait.Check check) throws IOException {
        awaitLife(what, Wait.POLL_NANOS, check);
    }

    private void awaitLife(String what, long pollNanos, Wait.Check check) throws IOException {
        try {
            Wait.until(what, pollNanos, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the node ended");
                }
                return check.holds();
            });
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "waited in vain until " + what + "; the node said:\n" + String.join("\n", said()), e);
        }
    }

    /** Stops it in order; with {@code kill} only Cassandra runs on. */
    void stop(boolean kill) throws IOException {
        http.close();
        if (kill) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the node did not stop in " + STOP_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Stops it and removes all it wrote. */
    @Override
    public void close() throws IOException {
        stop(false);
        removeAll(data.resolve("..").normalize());
    }

    static void removeAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

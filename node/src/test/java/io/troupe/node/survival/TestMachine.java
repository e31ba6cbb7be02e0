package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.directory.DataDirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What really runs on this machine for a data directory, and putting an end to all of it. */
final class TestMachine implements AutoCloseable {
    /** The image that {@code bin/test} makes. */
    static final String IMAGE = "troupe-test/busybox:1";

    private final Path dataDirectory;

    TestMachine(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** The node's containers that run: the engine's id by instance. */
    static Map<String, String> containers(String node) {
        return containers(node, System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"));
    }

    /** Those of an engine of its own. */
    static Map<String, String> containers(String node, String engine) {
        var running = new TreeMap<String, String>();
        run(
                        "docker",
                        "--host",
                        engine,
                        "ps",
                        "--no-trunc",
                        "--filter",
                        "label=io.troupe.node=" + node,
                        "--format",
                        "{{.Label \"io.troupe.instance\"}} {{.ID}}")
                .forEach(line ->
                        running.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        return running;
    }

    /** Runs a program to its end and answers its lines of output; fails if it fails. */
    static List<String> run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var lines = process.inputReader().lines().toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(String.join(" ", command) + ": " + lines)
                    .isZero();
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The process of the embedded Cassandra of this data directory; empty if none runs. */
    java.util.Optional<ProcessHandle> cassandra() {
        return processesUnder(dataDirectory.resolve("cassandra")).stream()
                .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                .findFirst();
    }

    /** Processes whose working directory or arguments lie below a folder. */
    static List<ProcessHandle> processesUnder(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(handle -> mentions(handle, folder))
                .toList();
    }

    private static boolean mentions(ProcessHandle handle, Path folder) {
        var proc = Path.of("/proc", Long.toString(handle.pid()));
        try {
            return Files.readString(proc.resolve("cmdline")).contains(folder.toString())
                    || proc.resolve("cwd").toRealPath().startsWith(folder);
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    /** Ends whatever still runs of the data directory; called when a test is over, however it went. */
    @Override
    public void close() {
        var node = dataDirectory.resolve("node-id");
        if (Files.exists(node)) {
            try {
                var ids = run(
                        "docker",
                        "ps",
                        "-aq",
                        "--filter",
                        "label=io.troupe.node=" + Files.readString(node).strip());
                if (!ids.isEmpty()) {
                    run(Stream.concat(Stream.of("docker", "rm", "-f"), ids.stream())
                            .toArray(String[]::new));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        var left = new ArrayList<>(processesUnder(dataDirectory));
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        try (var lock = DataDirectoryLock.acquire(dataDirectory)) {
            assertThat(lock).as("nobody holds the data directory").isNotNull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

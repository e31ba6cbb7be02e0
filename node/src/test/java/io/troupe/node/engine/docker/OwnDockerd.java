package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Docker engine beside that of the machine, made to be killed. Its containers have the host's network only. */
public final class OwnDockerd implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path root;
    private final boolean liveRestore;
    private @Nullable Process process;

    public OwnDockerd(Path root) {
        this(root, true);
    }

    /** @param liveRestore whether its containers outlive it */
    public OwnDockerd(Path root, boolean liveRestore) {
        this.root = root;
        this.liveRestore = liveRestore;
    }

    /** Where it is reached, as a setting says it. */
    public String address() {
        return host().toString();
    }

    DockerHost host() {
        return new DockerHost.UnixSocket(root.resolve("engine.sock").toString());
    }

    public void start() throws IOException {
        // In a network namespace of its own: an engine without a bridge removes docker0 when it starts, and that is
        // another engine's.
        process = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "dockerd",
                        "--data-root=" + root.resolve("data"),
                        "--exec-root=" + root.resolve("exec"),
                        "--pidfile=" + root.resolve("engine.pid"),
                        "--host=" + host(),
                        "--storage-driver=vfs",
                        "--bridge=none",
                        "--iptables=false",
                        "--live-restore=" + liveRestore)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.resolve("engine.log").toFile()))
                .start();
        try (var clients = new DockerClients(host(), DockerTimes.STANDARD)) {
            await().atMost(START_TIMEOUT).ignoreExceptions().untilAsserted(clients::ping);
        }
    }

    /** Copies an image of the machine's engine. */
    public void load(String image) throws IOException, InterruptedException {
        var copies = ProcessBuilder.startPipeline(List.of(
                new ProcessBuilder("docker", "save", image),
                new ProcessBuilder("docker", "--host", host().toString(), "load")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
        for (var copy : copies) {
            assertThat(copy.waitFor()).isZero();
        }
    }

    public void killHard() throws IOException, InterruptedException {
        var running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
        // Its containerd dies with it, but where nobody collects the dead it would be taken for alive.
        Files.deleteIfExists(root.resolve("engine.pid"));
        Files.deleteIfExists(root.resolve("exec/containerd/containerd.pid"));
    }

    /** The engine leaves these behind when it does not end by itself. */
    private static void unmount(Path mount) {
        try {
            new ProcessBuilder("umount", "--lazy", mount.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that it started. */
    @Override
    public void close() {
        var running = process;
        if (running != null) {
            running.destroy();
            await().atMost(START_TIMEOUT).until(() -> !running.isAlive());
        }
        for (var mount : List.of("data", "exec/netns/default")) {
            unmount(root.resolve(mount));
        }
    }
}

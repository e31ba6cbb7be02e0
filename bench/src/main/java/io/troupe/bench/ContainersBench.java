package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * From the request to all containers running: Troupe, a parallel loop over the raw Engine API, and Docker Swarm on the same engine and the host
 * network, one after the other in each round.
 */
final class ContainersBench {
    private static final int RAW_PARALLEL = 8;

    private ContainersBench() {}

    static void run(boolean quick) throws Exception {
        var sizes = quick ? new int[] {1, 20} : new int[] {1, 20, 100};
        var summary = new StringBuilder();
        try (var node = BenchNode.start(BenchNode.scratch(), "--cpus=100", "--mem=20000");
                var docker = docker();
                var swarm = new Swarm()) {
            node.create(Bodies.container("/warm", 3));
            node.awaitRunning("/warm", 3);
            node.delete("/warm");
            print("%-6s %-8s %12s %14s %10s %10s", "n", "who", "wall ms", "CPU-ms", "to raw", "to Swarm");
            for (var size : sizes) {
                var rounds = quick || size == 100 ? 3 : 7;
                var troupe = new ArrayList<Cost>();
                var raw = new ArrayList<Cost>();
                var service = new ArrayList<Cost>();
                for (var round = 0; round < rounds; round++) {
                    troupe.add(Cost.of(() -> {
                        node.create(Bodies.container("/bench", size));
                        node.awaitRunning("/bench", size);
                    }));
                    node.delete("/bench");
                    raw.add(raw(docker, size));
                    service.add(swarm.run(size));
                }
                var ours = Cost.median(troupe);
                var loop = Cost.median(raw);
                var theirs = Cost.median(service);
                row(size, "Troupe", ours, loop, theirs);
                row(size, "raw API", loop, loop, theirs);
                row(size, "Swarm", theirs, loop, theirs);
                summary.append(summary.isEmpty() ? "" : "; ")
                        .append(String.format(
                                java.util.Locale.ROOT,
                                "%d: %.2f x raw (%+.0f ms), %.2f x Swarm",
                                size,
                                ours.wallMillis() / loop.wallMillis(),
                                ours.wallMillis() - loop.wallMillis(),
                                ours.wallMillis() / theirs.wallMillis()));
            }
        }
        print("containers%s, medians: %s", quick ? " (quick)" : "", summary);
    }

    private static void row(int size, String who, Cost cost, Cost raw, Cost swarm) {
        print(
                "%-6d %-8s %12.0f %14.0f %10.2f %10.2f",
                size,
                who,
                cost.wallMillis(),
                cost.cpuMillis(),
                cost.wallMillis() / raw.wallMillis(),
                cost.wallMillis() / swarm.wallMillis());
    }

    private static DockerClient docker() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(RAW_PARALLEL)
                        .build());
    }

    private static Cost raw(DockerClient docker, int size) throws Exception {
        var ids = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(RAW_PARALLEL)) {
            var cost = Cost.of(() -> {
                List<Callable<String>> starts = IntStream.range(0, size)
                        .<Callable<String>>mapToObj(index -> () -> {
                            var id = docker.createContainerCmd(Bodies.IMAGE)
                                    .withCmd("/bin/sh", "-c", "exec sleep 3600")
                                    .withHostConfig(HostConfig.newHostConfig().withNetworkMode("host"))
                                    .exec()
                                    .getId();
                            docker.startContainerCmd(id).exec();
                            return id;
                        })
                        .toList();
                for (var started : threads.invokeAll(starts)) {
                    ids.add(started.get());
                }
            });
            threads.invokeAll(ids.stream()
                    .<Callable<Void>>map(id ->
                            () -> docker.removeContainerCmd(id).withForce(true).exec())
                    .toList());
            return cost;
        }
    }

    /** Swarm mode on the engine, left again at the end if it was not on before. */
    private static final class Swarm implements AutoCloseable {
        private final boolean own;

        Swarm() throws IOException {
            own = !Shell.run("docker", "info", "--format", "{{.Swarm.LocalNodeState}}")
                            .contains("active")
                    || Shell.run("docker", "info", "--format", "{{.Swarm.LocalNodeState}}")
                            .contains("inactive");
            if (own) {
                Shell.run("docker", "swarm", "init", "--advertise-addr", "127.0.0.1");
            }
        }

        Cost run(int size) throws Exception {
            var cost = Cost.of(() -> {
                Shell.run(
                        "docker",
                        "service",
                        "create",
                        "--detach",
                        "--name",
                        "troupe-bench",
                        "--network",
                        "host",
                        "--no-resolve-image",
                        "--replicas",
                        Integer.toString(size),
                        "--entrypoint",
                        "/bin/sh",
                        Bodies.IMAGE,
                        "-c",
                        "exec sleep 3600");
                while (!Shell.run(
                                "docker", "service", "ls", "--filter", "name=troupe-bench", "--format", "{{.Replicas}}")
                        .startsWith(size + "/")) {
                    Thread.onSpinWait();
                }
            });
            Shell.run("docker", "service", "rm", "troupe-bench");
            while (!Shell.run("docker", "ps", "-q", "--filter", "name=troupe-bench")
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            return cost;
        }

        @Override
        public void close() throws IOException {
            if (own) {
                Shell.run("docker", "swarm", "leave", "--force");
            }
        }
    }
}

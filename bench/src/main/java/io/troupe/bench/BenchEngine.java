package io.troupe.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The Docker engine that {@code bin/bench} started beside the machine's, spoken to directly. */
final class BenchEngine implements AutoCloseable {
    /** Of 4, 8 and 16 the fastest on two cores. */
    private static final int PARALLEL = 8;

    private static final String SERVICE = "troupe-bench";
    private static final String CREATE = """
            {"Image":"%s","Cmd":["/bin/sh","-c","exec sleep 3600"],"HostConfig":{"NetworkMode":"host"}}""".formatted(Bodies.IMAGE);
    private static final String CREATE_SWARM = """
            {"ListenAddr":"127.0.0.1:2377","AdvertiseAddr":"127.0.0.1"}""";

    private final UnixDomainSocketAddress socket;
    private final Path usage;
    private final double usageMillis;
    private final RawHttp calls;

    private BenchEngine(UnixDomainSocketAddress socket, Path usage, double usageMillis) throws IOException {
        this.socket = socket;
        this.usage = usage;
        this.usageMillis = usageMillis;
        this.calls = RawHttp.open(socket);
    }

    static BenchEngine open() throws IOException {
        var group = System.getProperty("troupe.bench.cgroup");
        var ofVersion1 = Path.of("/sys/fs/cgroup/cpuacct", group, "cpuacct.usage");
        return Files.exists(ofVersion1)
                ? new BenchEngine(address(), ofVersion1, 1e-6)
                : new BenchEngine(address(), Path.of("/sys/fs/cgroup", group, "cpu.stat"), 1e-3);
    }

    private static UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(System.getProperty("troupe.bench.engine"));
    }

    /** As the node's option for it. */
    String host() {
        return "unix://" + socket;
    }

    /** CPU time of the engine with all that it ever ran: containerd, shims, runc and the containers. */
    double cpuMillis() throws IOException {
        var text = Files.readString(usage);
        return Long.parseLong(text.strip().split("\\s+")[text.startsWith("usage_usec") ? 1 : 0]) * usageMillis;
    }

    /** Creates and starts that many containers, several at a time; returns when all have been started. */
    void startContainers(int size) throws Exception {
        try (var threads = Executors.newFixedThreadPool(Math.min(size, PARALLEL))) {
            List<Callable<Void>> starts = IntStream.range(0, size)
                    .<Callable<Void>>mapToObj(index -> () -> {
                        try (var connection = RawHttp.open(socket)) {
                            var id = expect(connection.call("POST", "/containers/create", CREATE), 201)
                                    .body()
                                    .path("Id")
                                    .asText();
                            expect(connection.call("POST", "/containers/" + id + "/start", ""), 204);
                            return null;
                        }
                    })
                    .toList();
            for (var started : threads.invokeAll(starts)) {
                started.get();
            }
        }
    }

    /** Removes every container and returns when there is none. */
    void removeContainers() throws Exception {
        var ids = new ArrayList<String>();
        calls.get("/containers/json?all=1")
                .body()
                .forEach(entry -> ids.add(entry.path("Id").asText()));
        try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
            threads.invokeAll(ids.stream()
                    .<Callable<RawHttp.Answer>>map(id -> () -> {
                        try (var connection = RawHttp.open(socket)) {
                            return connection.call("DELETE", "/containers/" + id + "?force=1", "");
                        }
                    })
                    .toList());
        }
        Wait.until(
                "no container is left",
                () -> calls.get("/containers/json?all=1").body().isEmpty());
    }

    void beginSwarm() throws IOException {
        expect(calls.call("POST", "/swarm/init", CREATE_SWARM), 200);
    }

    /** Creates a service and returns when all its tasks run. */
    void startService(int size) throws IOException {
        expect(calls.call("POST", "/services/create", service(size)), 201);
        var path = "/tasks?filters="
                + URLEncoder.encode(
                        "{\"service\":[\"" + SERVICE + "\"],\"desired-state\":[\"running\"]}", StandardCharsets.UTF_8);
        Wait.until("all tasks run", Wait.pollNanos(size), () -> {
            var running = 0;
            for (var task : calls.get(path).body()) {
                running += task.at("/Status/State").asText().equals("running") ? 1 : 0;
            }
            return running == size;
        });
    }

    private static String service(int size) {
        return """
                {"Name":"%s","TaskTemplate":{"ContainerSpec":{"Image":"%s","Command":["/bin/sh","-c","exec sleep 3600"],"StopGracePeriod":1},
                 "Networks":[{"Target":"host"}]},"Mode":{"Replicated":{"Replicas":%d}}}""".formatted(SERVICE, Bodies.IMAGE, size);
    }

    /** Gives the service another version, so many tasks at a time and new ones first; returns when all run and no old container is left. */
    void updateService(int size, int parallel) throws IOException {
        var index =
                calls.get("/services/" + SERVICE).body().at("/Version/Index").asLong();
        var changed = service(size)
                .replace("\"StopGracePeriod\":1}", "\"StopGracePeriod\":1,\"Env\":[\"VERSION=" + index + "\"]}")
                .replace(
                        ",\"Mode\":",
                        ",\"UpdateConfig\":{\"Parallelism\":" + parallel
                                + ",\"Order\":\"start-first\",\"FailureAction\":\"continue\"},\"Mode\":");
        expect(calls.call("POST", "/services/" + SERVICE + "/update?version=" + index, changed), 200);
        Wait.until("all tasks are of the new version", Wait.pollNanos(size), () -> {
            var running = 0;
            for (var task : tasks()) {
                running += task.at("/Status/State").asText().equals("running")
                                && task.at("/Spec/ContainerSpec/Env").toString().contains("VERSION=" + index)
                        ? 1
                        : 0;
            }
            return running == size;
        });
        Wait.until(
                "no old container runs",
                Wait.pollNanos(size),
                () -> calls.get("/containers/json").body().size() == size);
    }

    private JsonNode tasks() throws IOException {
        return calls.get("/tasks?filters="
                        + URLEncoder.encode(
                                "{\"service\":[\"" + SERVICE + "\"],\"desired-state\":[\"running\"]}",
                                StandardCharsets.UTF_8))
                .body();
    }

    void removeService() throws Exception {
        expect(calls.call("DELETE", "/services/" + SERVICE, ""), 200);
        removeContainers();
    }

    private static RawHttp.Answer expect(RawHttp.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException("the engine answered " + answer);
        }
        return answer;
    }

    String version() throws IOException {
        return calls.get("/version").body().path("Version").asText();
    }

    @Override
    public void close() throws IOException {
        calls.close();
    }
}

package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineEvent;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.LogReader;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.EngineParameter;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Docker engine does beyond the contract of all engines. */
@Tag("real")
class RealDockerTest {
    private static final Duration NOTICED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path sandboxes;

    private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<String> created = new ConcurrentLinkedQueue<>();
    private DockerUnderTest under;
    private ContainerEngine engine;
    private ContainerEngine.Subscription subscription;

    @BeforeEach
    void open() {
        under = new DockerUnderTest(sandboxes);
        engine = under.open();
        subscription = engine.subscribe(events::add);
    }

    @AfterEach
    void close() {
        created.forEach(engine::remove);
        subscription.close();
        engine.close();
    }

    @Test
    void aContainerThatTakesTooMuchMemoryIsKilledForIt() {
        var id = run(under.plan("x=$(head -c 60m /dev/zero | tr '\\0' x); echo ${#x}", new ResourceLimits(null, 16L)));
        await().atMost(SOON).until(() -> endOf(id).anyMatch(EngineEvent.Ended::outOfMemory));
        assertThat(engine.find(id).orElseThrow().outOfMemory()).isTrue();
    }

    @Test
    void aQuotaOfCoresIsInForce() {
        var read = "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cut -d' ' -f1 /sys/fs/cgroup/cpu.max";
        var id = run(under.plan(read, new ResourceLimits(250L, 16L)));
        await().atMost(SOON).until(() -> endOf(id).findAny().isPresent());
        try (var reader = engine.logs(id, new LogRequest(null, true, false, true, null, null))) {
            assertThat(reader.next().orElseThrow().bytes().utf8String()).isEqualTo("25000\n");
        }
    }

    @Test
    void aMemoryLimitIsInForceWithoutSwap() {
        var read = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
        assertThat(said(under.plan(read, new ResourceLimits(null, 16L)))).isEqualTo("16777216\n");
        var swap = "cat /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes 2>/dev/null"
                + " || cat /sys/fs/cgroup/memory.swap.max 2>/dev/null || echo none";
        assertThat(said(under.plan(swap, new ResourceLimits(null, 16L)))).isIn("16777216\n", "0\n", "none\n");
    }

    @Test
    void sharesFollowTheCores() {
        var read = "cat /sys/fs/cgroup/cpu/cpu.shares 2>/dev/null || cat /sys/fs/cgroup/cpu.weight";
        // The kernel's newer scale has 100 where the older has 1024.
        assertThat(said(under.plan(read, ResourceLimits.UNLIMITED))).isIn("102\n", "4\n");
    }

    @Test
    void aVolumeIsMountedToBeWrittenOrOnlyRead() throws IOException {
        Files.writeString(Files.createDirectory(sandboxes.resolve("media")).resolve("song"), "la");
        var work = Files.createDirectory(sandboxes.resolve("work"));
        var said = said(under.plan(new CommandSpec.Shell(
                        "cat /media/song; touch /media/no || echo refused; echo di > /mnt/mesos/sandbox/work/dance"))
                .with(new ContainerPlan.PlannedVolume(sandboxes.resolve("media"), false, "/media", true))
                .with(new ContainerPlan.PlannedVolume(work, true, "work", false)));
        assertThat(said).startsWith("la").endsWith("refused\n");
        assertThat(work.resolve("dance")).hasContent("di\n");
    }

    @Test
    void aNetworkIsHeldByAContainerThatNeedsNoRegistryAndOutlivesTheOthers() {
        var plan = under.plan(
                ContainerSpec.inImage(
                        ContainerIdentity.NETWORK_HOLDER, "any", new CommandSpec.ImageDefault(), Resources.NONE),
                NetworkSpec.BRIDGE,
                List.of());
        engine.prepare(plan, PrepareProgress.SILENT);
        var holder = engine.create(plan);
        created.add(holder);
        engine.start(holder);
        var server = run(within(holder, "echo fine > /tmp/ping; exec httpd -f -p 8080 -h /tmp"));
        var asked = within(holder, "until wget -qO- http://127.0.0.1:8080/ping; do sleep 0.1; done");
        assertThat(said(asked)).isEqualTo("fine\n");
        engine.stop(server, Duration.ZERO);
        assertThat(engine.find(holder).orElseThrow().state()).isEqualTo(EngineContainer.State.RUNNING);
        assertThat(engine.find(holder).orElseThrow().addresses()).isNotEmpty();
        assertThat(engine.find(server).orElseThrow().endedAt()).isNotNull();
    }

    private ContainerPlan within(String holder, String line) {
        var plan = under.plan(new CommandSpec.Shell(line));
        return new ContainerPlan(
                plan.identity(),
                plan.container(),
                plan.environment(),
                NetworkSpec.BRIDGE,
                holder,
                List.of(),
                plan.sandbox(),
                List.of());
    }

    @Test
    void peopleFindAContainerByItsLabels() throws IOException, InterruptedException {
        var plan = under.plan(new CommandSpec.Shell("sleep 60"));
        var id = run(plan);
        var identity = plan.identity();
        var labels = engine.find(id).orElseThrow().labels();
        assertThat(labels)
                .containsEntry("io.troupe.node", identity.node().value())
                .containsEntry("io.troupe.workload", "/test/docker")
                .containsEntry("io.troupe.instance", identity.instance().value())
                .containsEntry("io.troupe.container", "main")
                .containsEntry("io.troupe.revision", "1")
                .containsEntry("io.troupe.slot", "0");
        var found = new ProcessBuilder(
                        "docker",
                        "ps",
                        "-q",
                        "--no-trunc",
                        "--filter",
                        "label=io.troupe.instance=" + identity.instance())
                .start();
        assertThat(new String(found.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(id + "\n");
        assertThat(found.waitFor()).isZero();
    }

    @Test
    void parametersSurviveTheWayToTheEngineAndBack() {
        var plain = ContainerSpec.inImage(
                "main",
                DockerUnderTest.IMAGE,
                new CommandSpec.Shell("ulimit -n; hostname"),
                new Resources(100, 16, 0, 0));
        var container = plain.toBuilder()
                .limits(ResourceLimits.UNLIMITED)
                .parameters(List.of(
                        new EngineParameter("ulimit", "nofile=111:222"),
                        new EngineParameter("hostname", "shop"),
                        new EngineParameter("cap-add", "NET_ADMIN"),
                        new EngineParameter("volume", "/data"),
                        new EngineParameter("log-opt", "max-file=2")))
                .build();
        var plan = under.plan(container, NetworkSpec.BRIDGE, List.of());
        assertThat(said(plan)).isEqualTo("111\nshop\n");
    }

    @Test
    void outputSinceATimeIsReadFromThereOn() {
        var id = run(under.plan(new CommandSpec.Shell("echo one; sleep 1; echo two")));
        await().atMost(SOON).until(() -> endOf(id).findAny().isPresent());
        var started = engine.find(id).orElseThrow().startedAt();
        assertThat(started).isNotNull();
        assertThat(read(id, new LogRequest(null, true, true, false, null, started.plusMillis(900))))
                .isEqualTo("two\n");
    }

    @Test
    void followersDoNotKeepContainersFromStarting() {
        var id = run(under.plan(new CommandSpec.Shell("echo one; sleep 60")));
        var followers = new ArrayList<LogReader>();
        try {
            for (int number = 0; number < DockerSettings.QUICK_CONNECTIONS_MAX + 10; number++) {
                followers.add(engine.logs(id, new LogRequest(null, true, true, true, null, null)));
            }
            var other = run(under.plan(new CommandSpec.Shell("exit 0")));
            await().atMost(SOON).until(() -> endOf(other).findAny().isPresent());
        } finally {
            followers.forEach(LogReader::close);
        }
    }

    @Test
    void aPublishedPortIsReached() throws IOException {
        int port = freePort();
        var id = run(bridged(port));
        assertThat(engine.find(id).orElseThrow().addresses()).hasSize(1);
        await().atMost(SOON).ignoreExceptions().until(() -> {
            try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.getInputStream().read() == 'h';
            }
        });
    }

    @Test
    void aPortThatIsTakenIsNamedSo() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> run(bridged(taken.getLocalPort())))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.PORT_TAKEN));
        }
    }

    @Test
    void anImageThatDoesNotExistIsNamedSo() {
        var missing = ContainerSpec.inImage(
                "main", "127.0.0.1:1/nobody/nothing:1", new CommandSpec.ImageDefault(), new Resources(100, 16, 0, 0));
        var plan = under.plan(missing, NetworkSpec.HOST, List.of());
        assertThatThrownBy(() -> engine.prepare(plan, PrepareProgress.SILENT))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.IMAGE);
                    assertThat(e).hasMessageContaining("127.0.0.1:1/nobody/nothing:1");
                });
        assertThatThrownBy(() -> engine.create(plan))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.IMAGE));
    }

    @Test
    void aProgramThatDoesNotExistIsRefused() {
        var plan = under.plan(new CommandSpec.Arguments(List.of("/no/such/program")));
        assertThatThrownBy(() -> run(plan))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.REFUSED_BY_ENGINE));
    }

    @Test
    void aContainerKilledBehindOurBackIsNoticed() throws IOException, InterruptedException {
        var id = run(under.plan(new CommandSpec.Shell("sleep 60")));
        docker("kill", id);
        await().atMost(NOTICED)
                .until(() -> endOf(id).anyMatch(ended -> Integer.valueOf(137).equals(ended.exitCode())));
        docker("rm", id);
        await().atMost(NOTICED)
                .until(() -> events.stream()
                        .anyMatch(event -> event instanceof EngineEvent.Removed removed
                                && removed.container().equals(id)));
    }

    @Test
    void aRunningContainerRemovedBehindOurBackIsNoticed() throws IOException, InterruptedException {
        var id = run(under.plan(new CommandSpec.Shell("sleep 60")));
        new ProcessBuilder("docker", "rm", "--force", id)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        await().atMost(NOTICED)
                .until(() -> events.stream()
                        .anyMatch(event -> event instanceof EngineEvent.Removed removed
                                && removed.container().equals(id)));
        assertThat(endOf(id)).hasSize(1);
    }

    @Test
    void othersContainersAreNotSeen() throws IOException {
        var id = run(under.plan(new CommandSpec.Shell("sleep 60")));
        try (var other = new DockerUnderTest(sandboxes).open()) {
            assertThat(other.list()).isEmpty();
        }
        assertThat(engine.list())
                .hasSize(1)
                .first()
                .extracting(container -> container.id())
                .isEqualTo(id);
    }

    private String run(ContainerPlan plan) {
        engine.prepare(plan, PrepareProgress.SILENT);
        var id = engine.create(plan);
        created.add(id);
        engine.start(id);
        return id;
    }

    private ContainerPlan bridged(int port) {
        var container = ContainerSpec.inImage(
                "main",
                DockerUnderTest.IMAGE,
                new CommandSpec.Shell("while :; do echo hello | nc -l -p 8080; done"),
                new Resources(100, 32, 0, 0));
        return under.plan(container, NetworkSpec.BRIDGE, List.of(new AssignedPort(8080, port)));
    }

    /** All a container says on its way. */
    private String said(ContainerPlan plan) {
        var id = run(plan);
        return read(id, new LogRequest(null, true, false, true, null, null));
    }

    private String read(String id, LogRequest request) {
        var text = new StringBuilder();
        try (var reader = engine.logs(id, request)) {
            for (var piece = reader.next(); piece.isPresent(); piece = reader.next()) {
                text.append(piece.get().bytes().utf8String());
            }
        }
        return text.toString();
    }

    private Stream<EngineEvent.Ended> endOf(String id) {
        return events.stream()
                .flatMap(event -> event instanceof EngineEvent.Ended ended ? Stream.of(ended) : Stream.of())
                .filter(ended -> ended.container().equals(id));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void docker(String command, String id) throws IOException, InterruptedException {
        var process = new ProcessBuilder("docker", command, id)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}

package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.EngineParameter;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.Isolation.Scope;
import io.troupe.protocol.workload.Isolation.SharedMemory;
import io.troupe.protocol.workload.Isolation.SystemCalls;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateRequestTest {
    private static final NodeId NODE = new NodeId("node-1");
    private static final DockerSettings SETTINGS =
            new DockerSettings(DockerHost.standard(), NODE, Path.of("/none"), "127.0.0.1");
    private static final DockerSettings FAR_SETTINGS =
            new DockerSettings(new DockerHost.Tcp("engine", 2375, null), NODE, Path.of("/none"), "0.0.0.0");
    private static final String IMAGE = "shop:1";
    private static final CommandSpec SHELL = new CommandSpec.Shell("sleep 1");
    private static final ResourceLimits LIMITS = new ResourceLimits(1500L, 64L);

    @Test
    void everythingOfAPlanReachesTheEngine() throws JsonProcessingException {
        var plan = plan(container(SHELL, LIMITS, List.of()), NetworkSpec.BRIDGE, null);
        assertThat(CreateRequest.name(plan)).isEqualTo("troupe-abc.main");

        var body = (ObjectNode) body(plan);
        var labels = body.remove("Labels");
        assertThat(labels.path("io.troupe.instance").asText()).isEqualTo("shop_web.instance-abc");
        assertThat(labels.path("io.troupe.node").asText()).isEqualTo("node-1");
        assertThat(body).isEqualTo(json("""
                {"Image": "shop:1", "Entrypoint": ["/bin/sh", "-c", "sleep 1"], "User": "worker", "Tty": true, "Volumes": {},
                 "ExposedPorts": {"80/tcp": {}, "81/udp": {}},
                 "HostConfig": {
                   "NetworkMode": "bridge",
                   "PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "31000"}]},
                   "CpuShares": 512, "CpuPeriod": 100000, "CpuQuota": 150000,
                   "Memory": 67108864, "MemorySwap": 67108864, "Privileged": true,
                   "Binds": ["/var/sandbox:/mnt/mesos/sandbox:rw"],
                   "LogConfig": {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}},
                   "RestartPolicy": {"MaximumRetryCount": 0, "Name": ""}},
                 "Env": ["A=1", "B=two words"]}
                """));
    }

    @Test
    void argumentsKeepTheEntryPointOfTheImage() {
        var body = body(new CommandSpec.Arguments(List.of("serve", "--fast")));
        assertThat(body.path("Cmd").toString()).isEqualTo("[\"serve\",\"--fast\"]");
        assertThat(body.has("Entrypoint")).isFalse();
    }

    @Test
    void anImageSpeaksForItself() {
        var body = body(new CommandSpec.ImageDefault());
        assertThat(body.has("Cmd")).isFalse();
        assertThat(body.has("Entrypoint")).isFalse();
    }

    @Test
    void theHostNetworkPublishesNothing() {
        var body = body(plan(container(SHELL, LIMITS, List.of()), NetworkSpec.HOST, null));
        assertThat(body.path("HostConfig").path("NetworkMode").asText()).isEqualTo("host");
        assertThat(body.path("HostConfig").has("PortBindings")).isFalse();
    }

    @Test
    void aNamedNetworkIsUsedByItsName() {
        var network = new NetworkSpec(NetworkMode.NAMED, "blue", Map.of());
        var body = body(plan(container(SHELL, LIMITS, List.of()), network, null));
        assertThat(body.path("HostConfig").path("NetworkMode").asText()).isEqualTo("blue");
    }

    @Test
    void theNetworkOfAnotherContainerIsShared() {
        var body = body(plan(container(SHELL, LIMITS, List.of()), NetworkSpec.BRIDGE, "0123"));
        assertThat(body.path("HostConfig").path("NetworkMode").asText()).isEqualTo("container:0123");
        assertThat(body.path("ExposedPorts")).isEmpty();
    }

    @Test
    void withoutLimitsOnlySharesAreSet() {
        var host = body(plan(container(SHELL, ResourceLimits.UNLIMITED, List.of()), NetworkSpec.HOST, null))
                .path("HostConfig");
        assertThat(host.path("CpuShares").asLong()).isEqualTo(512);
        assertThat(host.has("CpuQuota")).isFalse();
        assertThat(host.has("Memory")).isFalse();
    }

    @Test
    void anEngineElsewhereCannotMountTheSandbox() {
        var plan = plan(container(SHELL, LIMITS, List.of()), NetworkSpec.BRIDGE, null);
        var host = body(plan, FAR_SETTINGS).path("HostConfig");
        assertThat(host.path("Binds")).isEmpty();
        assertThat(host.path("PortBindings")
                        .path("80/tcp")
                        .path(0)
                        .path("HostIp")
                        .asText())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void volumesAreBound() {
        var plan = plan(container(SHELL, LIMITS, List.of()), NetworkSpec.BRIDGE, null)
                .with(new ContainerPlan.PlannedVolume(Path.of("/mnt/media"), false, "/media", true))
                .with(new ContainerPlan.PlannedVolume(Path.of("/var/volumes/work"), true, "work", false));
        assertThat(body(plan).path("HostConfig").path("Binds").toString())
                .isEqualTo("[\"/var/sandbox:/mnt/mesos/sandbox:rw\",\"/mnt/media:/media:ro\","
                        + "\"/var/volumes/work:/mnt/mesos/sandbox/work:rw\"]");
        assertThatThrownBy(() -> body(plan, FAR_SETTINGS))
                .hasMessageContaining("lies on this node, and its Docker engine runs on another machine");
    }

    @Test
    void parametersBecomeWhatDockerRunMakesOfThem() throws JsonProcessingException {
        var body = withParameters(
                "hostname=shop",
                "add-host=db:10.0.0.1",
                "cap-add=NET_ADMIN",
                "ulimit=nofile=10:20",
                "shm-size=64m",
                "sysctl=net.core.somaxconn=5",
                "tmpfs=/run:size=1m",
                "device=/dev/fuse",
                "label=team=blue",
                "env=A=other",
                "env=C=3",
                "volume=/data:/data:ro",
                "init=true",
                "memory-swap=-1",
                "pids-limit=9");

        assertThat(body.path("Hostname").asText()).isEqualTo("shop");
        assertThat(body.path("Labels").path("team").asText()).isEqualTo("blue");
        assertThat(body.path("Env")).isEqualTo(json("[\"A=1\", \"B=two words\", \"C=3\"]"));
        var host = body.path("HostConfig");
        assertThat(host.path("ExtraHosts")).isEqualTo(json("[\"db:10.0.0.1\"]"));
        assertThat(host.path("CapAdd")).isEqualTo(json("[\"NET_ADMIN\"]"));
        assertThat(host.path("Ulimits").toString()).isEqualTo("[{\"Name\":\"nofile\",\"Soft\":10,\"Hard\":20}]");
        assertThat(host.path("ShmSize").asLong()).isEqualTo(64L << 20);
        assertThat(host.path("Sysctls")).isEqualTo(json("{\"net.core.somaxconn\": \"5\"}"));
        assertThat(host.path("Tmpfs")).isEqualTo(json("{\"/run\": \"size=1m\"}"));
        assertThat(host.path("Devices").path(0).path("CgroupPermissions").asText())
                .isEqualTo("rwm");
        assertThat(host.path("Binds").size()).isEqualTo(2);
        assertThat(host.path("Init").asBoolean()).isTrue();
        assertThat(host.path("MemorySwap").asLong()).isEqualTo(-1);
        assertThat(host.path("PidsLimit").asLong()).isEqualTo(9);
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedByName() {
        assertRefused("publish=80:80", "'publish'");
    }

    @Test
    void aParameterMayNotTakeTheLabelsOfTroupe() {
        assertRefused("label=io.troupe.node=other", "'label'");
    }

    @Test
    void aParameterThatIsNoNumberIsRefusedByName() {
        assertRefused("pids-limit=many", "'pids-limit'");
    }

    @Test
    void aParameterThatNoEngineKnowsIsRefusedByName() {
        assertRefused("cap-add=FLY", "'cap-add'");
        assertRefused("log-driver=paper", "'log-driver'");
        assertRefused("volume=/a:/b:/c:/d", "'volume'");
    }

    @Test
    void anInstanceWithANameHasItInANetworkOfItsOwnAndNotInThatOfTheNode() {
        for (var network : List.of(NetworkSpec.BRIDGE, NetworkSpec.HOST)) {
            var plain = plan(container(SHELL, LIMITS, List.of()), network, null);
            var named = new ContainerPlan(
                    plain.identity(),
                    plain.container(),
                    plain.environment(),
                    network,
                    null,
                    plain.ports(),
                    "web-2",
                    plain.sandbox(),
                    plain.volumes());

            assertThat(body(plain).has("Hostname")).isFalse();
            assertThat(body(named).path("Hostname").asText())
                    .isEqualTo(network.equals(NetworkSpec.HOST) ? "" : "web-2");
        }
    }

    private static void assertRefused(String parameter, String named) {
        assertThatThrownBy(() -> withParameters(parameter)).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.REFUSED_BY_ENGINE);
            assertThat(e).hasMessageContaining(named);
        });
    }

    private static JsonNode withParameters(String... parameters) {
        var list = Set.of(parameters).stream()
                .map(text -> new EngineParameter(
                        text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1)))
                .toList();
        return body(plan(container(SHELL, LIMITS, list), NetworkSpec.HOST, null));
    }

    private static JsonNode body(CommandSpec command) {
        return body(plan(container(command, LIMITS, List.of()), NetworkSpec.HOST, null));
    }

    private static JsonNode body(ContainerPlan plan) {
        return body(plan, SETTINGS);
    }

    /** What docker-java makes of it, without an engine. */
    private static JsonNode body(ContainerPlan plan, DockerSettings settings) {
        var command = new CreateContainerCmdImpl(
                asked -> {
                    throw new AssertionError("nothing is created here");
                },
                null,
                IMAGE);
        try {
            return json(DockerClients.JSON.writeValueAsString(CreateRequest.fill(command, plan, settings)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sharedMemoryIsTheContainersItsInstancesOrTheNodes() {
        assertThat(isolated(new SharedMemory(Scope.CONTAINER, 64), null, SETTINGS)
                        .at("/HostConfig/IpcMode"))
                .hasToString("\"private\"");
        assertThat(isolated(new SharedMemory(Scope.CONTAINER, 64), null, SETTINGS)
                        .at("/HostConfig/ShmSize")
                        .asLong())
                .isEqualTo(64 * CreateRequest.MIB);
        var sharing = isolated(new SharedMemory(Scope.INSTANCE, 64), "holder", SETTINGS);
        assertThat(sharing.at("/HostConfig/IpcMode")).hasToString("\"container:holder\"");
        assertThat(sharing.at("/HostConfig/ShmSize").isIntegralNumber())
                .as("its holder has the size")
                .isFalse();
        assertThat(isolated(new SharedMemory(Scope.NODE, null), null, SETTINGS).at("/HostConfig/IpcMode"))
                .hasToString("\"host\"");
    }

    @Test
    void aSeccompProfileIsReadFromTheNodesFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("strict.json"), "{\"defaultAction\": \"SCMP_ACT_ERRNO\"}");
        var settings = new DockerSettings(DockerHost.standard(), NODE, Path.of("/none"), "127.0.0.1", folder);
        assertThat(isolated(new SystemCalls("strict.json"), settings).at("/HostConfig/SecurityOpt"))
                .map(JsonNode::asText)
                .containsExactly("no-new-privileges", "seccomp={\"defaultAction\": \"SCMP_ACT_ERRNO\"}");
        assertThat(isolated(new SystemCalls(null), SETTINGS).at("/HostConfig/SecurityOpt"))
                .map(JsonNode::asText)
                .containsExactly("no-new-privileges", "seccomp=unconfined");
        for (var name : List.of("other.json", "../strict.json", ".")) {
            assertThatThrownBy(() -> isolated(new SystemCalls(name), settings))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("the seccomp profile '" + name + "' cannot be used: the node has no such profile");
        }
        assertThatThrownBy(() -> isolated(new SystemCalls("strict.json"), SETTINGS))
                .hasMessageContaining("--seccomp-profiles");
    }

    private static JsonNode isolated(SharedMemory memory, @Nullable String networkOf, DockerSettings settings) {
        return isolated(new Isolation(null, memory), networkOf, settings);
    }

    private static JsonNode isolated(SystemCalls calls, DockerSettings settings) {
        return isolated(new Isolation(calls, null), null, settings);
    }

    private static JsonNode isolated(Isolation isolation, @Nullable String networkOf, DockerSettings settings) {
        var container = container(
                        new CommandSpec.ImageDefault(),
                        ResourceLimits.UNLIMITED,
                        List.of(new EngineParameter("security-opt", "no-new-privileges")))
                .toBuilder()
                .isolation(isolation)
                .build();
        return body(plan(container, NetworkSpec.HOST, networkOf), settings);
    }

    private static ContainerSpec container(
            CommandSpec command, ResourceLimits limits, List<EngineParameter> parameters) {
        return ContainerSpec.of("main", new ImageSpec(IMAGE, false), command, new Resources(500, 64, 0, 0)).toBuilder()
                .limits(limits)
                .user("worker")
                .privileged(true)
                .terminal(true)
                .parameters(parameters)
                .build();
    }

    private static ContainerPlan plan(ContainerSpec container, NetworkSpec network, @Nullable String networkOf) {
        var published = new AssignedPort(80, 31_000);
        var inner = new AssignedPort(81, null);
        var identity = new ContainerIdentity(
                WorkloadId.of("/shop/web"),
                InstanceId.of("shop_web.instance-abc"),
                "main",
                2,
                0,
                Instant.EPOCH,
                new InstancePlace(NODE, "127.0.0.1", List.of(published, inner)),
                container.resources(),
                Duration.ofSeconds(3));
        return new ContainerPlan(
                identity,
                container,
                Map.of("B", "two words", "A", "1"),
                network,
                networkOf,
                List.of(
                        new ContainerPlan.PlannedPort(published, Set.of(PortProtocol.TCP)),
                        new ContainerPlan.PlannedPort(inner, Set.of(PortProtocol.UDP))),
                Path.of("/var/sandbox"),
                List.of());
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return DockerClients.JSON.readTree(text);
    }
}

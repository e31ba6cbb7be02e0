package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.http.javadsl.model.HttpEntity;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTranslatorTest {
    private static final String WHOLE = """
            {"id": "/shop", "labels": {"tier": "web"}, "user": "www", "environment": {"A": "pod", "B": "pod"},
             "volumes": [{"name": "shared"}, {"name": "media", "host": "/mnt/media"}, {"name": "work", "host": "work"}],
             "networks": [{"mode": "container/bridge"}],
             "scaling": {"kind": "fixed", "instances": 3},
             "scheduling": {"backoff": {"backoff": 0.5, "backoffFactor": 2, "maxLaunchDelay": 60},
               "upgrade": {"minimumHealthCapacity": 0.5, "maximumOverCapacity": 0},
               "placement": {"constraints": [{"fieldName": "zone", "operator": "GROUP_BY", "value": "3"}], "acceptedResourceRoles": ["web"]},
               "killSelection": "OLDEST_FIRST", "unreachableStrategy": {"inactiveAfterSeconds": 5, "expungeAfterSeconds": 9}},
             "containers": [
               {"name": "front", "image": {"kind": "DOCKER", "id": "front:1", "forcePull": true, "labels": {"os": "linux"}},
                "exec": {"command": {"argv": ["serve", "all"]}, "overrideEntrypoint": true},
                "resources": {"cpus": 0.5, "mem": 64.5, "disk": 10, "gpus": 0}, "resourceLimits": {"cpus": 1, "mem": "unlimited"},
                "endpoints": [{"name": "web-http", "containerPort": 80, "hostPort": 0, "protocol": ["tcp", "udp"], "labels": {"VIP": "1"}},
                              {"name": "admin", "containerPort": 81}],
                "environment": {"B": "front"}, "user": "root", "tty": true,
                "healthCheck": {"http": {"endpoint": "admin", "path": "/ping"}, "intervalSeconds": 5, "maxConsecutiveFailures": 0},
                "volumeMounts": [{"name": "shared", "mountPath": "/shared"}, {"name": "media", "mountPath": "/media", "readOnly": true}],
                "labels": {"part": "front"}, "lifecycle": {"killGracePeriodSeconds": 7}},
               {"name": "back", "image": {"kind": "DOCKER", "id": "back:1"}, "exec": {"command": {"shell": "run"}},
                "resources": {"cpus": 0.1, "mem": 32}, "endpoints": [{"name": "back", "containerPort": 90, "hostPort": 9090}],
                "check": {"exec": {"command": {"argv": ["test", "-e", "it's up"]}}, "delaySeconds": 1},
                "healthCheck": {"tcp": {"endpoint": "back"}},
                "volumeMounts": [{"name": "work", "mountPath": "work", "readOnly": false}], "lifecycle": {"killGracePeriodSeconds": 2.5}}],
             "executorResources": {"cpus": 0.2, "mem": 64, "disk": 20}}""";

    private static JsonNode node(String json) {
        return Json.read(ByteString.fromString(json));
    }

    private static AppDefinition translated(JsonNode pod) {
        return PodTranslator.translate(pod, null, RoleRules.NONE, new Faults());
    }

    private static List<String> pathsOf(JsonNode pod) {
        var refusal = catchThrowableOfType(HttpRefusal.class, () -> translated(pod));
        assertThat(refusal).as(pod.toString()).isNotNull();
        return Json.read(((HttpEntity.Strict) refusal.response().entity()).getData())
                .get("details")
                .findValuesAsText("path");
    }

    private static void assertComesBack(AppDefinition definition) {
        assertThat(translated(Pods.definition(definition.spec(), definition.instances())))
                .isEqualTo(definition);
    }

    @Test
    void theSmallestPodHasMarathonsDefaults() {
        var definition = translated(node("""
                {"id": "p", "containers": [{"name": "c", "exec": {"command": {"shell": "sleep 1"}}, "resources": {"cpus": 0.1, "mem": 32}}]}"""));
        assertThat(node(Pods.definition(definition.spec(), definition.instances())
                        .toString()))
                .isEqualTo(node("""
                {"id": "/p", "containers": [{"name": "c", "exec": {"command": {"shell": "sleep 1"}},
                  "resources": {"cpus": 0.1, "mem": 32, "disk": 0, "gpus": 0}}],
                 "networks": [{"mode": "host"}], "scaling": {"kind": "fixed", "instances": 1},
                 "scheduling": {"backoff": {"backoff": 1, "backoffFactor": 1.15, "maxLaunchDelay": 300},
                   "upgrade": {"minimumHealthCapacity": 1, "maximumOverCapacity": 1}, "killSelection": "YOUNGEST_FIRST",
                   "unreachableStrategy": {"inactiveAfterSeconds": 0, "expungeAfterSeconds": 0}},
                 "executorResources": {"cpus": 0.1, "mem": 32, "disk": 10}, "role": "*"}"""));
        assertThat(definition.spec().resources()).isEqualTo(new Resources(200, 64, 10, 0));
        assertComesBack(definition);
    }

    @Test
    void everySupportedFieldIsTranslatedAndComesBack() {
        var definition = translated(node(WHOLE));
        var spec = definition.spec();
        assertThat(definition.instances()).isEqualTo(3);
        assertThat(spec.resources()).isEqualTo(new Resources(800, 161, 30, 0));
        assertThat(spec.backoff()).isEqualTo(new BackoffPolicy(Duration.ofMillis(500), 2, Duration.ofSeconds(60)));
        assertThat(spec.rollout()).isEqualTo(new RolloutPolicy(0.5, 0));
        assertThat(spec.constraints()).containsExactly(new Constraint("zone", ConstraintOperator.GROUP_BY, "3"));
        assertThat(spec.roles()).containsExactly("web");
        assertThat(spec.killSelection()).isEqualTo(KillSelection.OLDEST_FIRST);
        assertThat(spec.whenUnreachable())
                .isEqualTo(UnreachablePolicy.after(Duration.ofSeconds(5), Duration.ofSeconds(9)));
        assertThat(spec.stop()).as("the longest").isEqualTo(new StopPolicy(Duration.ofSeconds(7)));
        assertThat(spec.volumes())
                .containsExactly(
                        new VolumeSpec("shared", new VolumeSpec.Scratch()),
                        new VolumeSpec("media", new VolumeSpec.HostPath("/mnt/media")),
                        new VolumeSpec("work", new VolumeSpec.Scratch()));
        assertThat(spec.ports())
                .containsExactly(
                        new PortSpec(
                                "web-http",
                                80,
                                0,
                                0,
                                Set.of(PortProtocol.TCP, PortProtocol.UDP),
                                Map.of("VIP", "1"),
                                "front"),
                        new PortSpec("admin", 81, null, 0, Set.of(PortProtocol.TCP), Map.of(), "front"),
                        new PortSpec("back", 90, 9_090, 0, Set.of(PortProtocol.TCP), Map.of(), "back"));
        var front = spec.containers().getFirst();
        assertThat(front.image()).isEqualTo(new ImageSpec("front:1", true));
        assertThat(front.command()).isEqualTo(new CommandSpec.Program(List.of("serve", "all")));
        assertThat(front.limits()).isEqualTo(new ResourceLimits(1_000L, null));
        assertThat(front.environment()).isEqualTo(Map.of("A", "pod", "B", "front"));
        assertThat(front.user()).isEqualTo("root");
        assertThat(front.terminal()).isTrue();
        assertThat(front.mounts())
                .containsExactly(new VolumeMount("shared", "/shared", false), new VolumeMount("media", "/media", true));
        var back = spec.containers().getLast();
        assertThat(back.command()).isEqualTo(new CommandSpec.Shell("run"));
        assertThat(back.user()).isEqualTo("www");
        assertThat(back.mounts()).containsExactly(new VolumeMount("work", "work", false));
        assertComesBack(definition);
    }

    @Test
    void aPodHasTheRoleOfEverybodyOrOfItsFirstLevelGroup() {
        var pod = ((ObjectNode) node(WHOLE)).put("id", "/prod/shop").put("role", "prod");
        var definition = translated(pod);
        assertThat(definition.spec().roleOrEverybody()).isEqualTo("prod");
        assertThat(Pods.definition(definition.spec(), 3).get("role").asText()).isEqualTo("prod");
        assertComesBack(definition);
        assertThat(pathsOf(pod.put("role", "shop"))).containsExactly("/role");
    }

    @Test
    void whatAPodSaysOfTheKernelCountsForItsContainersThatSayNothing() {
        var pod = ((ObjectNode) node(WHOLE));
        pod.set("linuxInfo", node("""
                {"seccomp": {"profileName": "pod.json"}, "ipcInfo": {"mode": "PRIVATE", "shmSize": 64}}"""));
        ((ObjectNode) pod.at("/containers/1")).set("linuxInfo", node("""
                {"seccomp": {"unconfined": true}, "ipcInfo": {"mode": "PRIVATE", "shmSize": 8}}"""));
        var definition = translated(pod);
        assertThat(definition.spec().containers())
                .map(ContainerSpec::isolation)
                .containsExactly(
                        new Isolation(
                                new Isolation.SystemCalls("pod.json"),
                                new Isolation.SharedMemory(Isolation.Scope.INSTANCE, 64)),
                        new Isolation(
                                new Isolation.SystemCalls(null),
                                new Isolation.SharedMemory(Isolation.Scope.CONTAINER, 8)));
        assertComesBack(definition);
        pod.set("linuxInfo", node("{\"ipcInfo\": {\"mode\": \"SHARE_PARENT\"}}"));
        assertThat(translated(pod).spec().containers().getFirst().isolation())
                .isEqualTo(new Isolation(null, new Isolation.SharedMemory(Isolation.Scope.NODE, null)));
    }

    @Test
    void aProcessOfAPodHasNoMemoryOfItsOwn() {
        var pod = node("""
                {"id": "p", "linuxInfo": {"ipcInfo": {"mode": "PRIVATE"}},
                 "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""");
        assertThat(pathsOf(pod)).containsExactly("/containers(0)/linuxInfo/ipcInfo/mode");
    }

    @Test
    void gpusAndCustomResourcesAreThoseOfAllContainers() {
        var pod = (ObjectNode) node(WHOLE);
        ((ObjectNode) pod.at("/containers/0/resources")).put("gpus", 1).put("licence", 2);
        ((ObjectNode) pod.at("/containers/1/resources")).put("gpus", 1).put("licence", 1);
        var definition = translated(pod);
        assertThat(definition.spec().resources()).isEqualTo(new Resources(800, 161, 30, 2, Map.of("licence", 3L)));
        assertThat(definition.spec().containers().getFirst().derived())
                .containsEntry("MARATHON_CONTAINER_RESOURCE_GPUS", new DerivedValue.Literal("1"));
        assertThat(Pods.definition(definition.spec(), 3).at("/containers/0/resources"))
                .isEqualTo(node("{\"cpus\": 0.5, \"mem\": 64.5, \"disk\": 10, \"gpus\": 1, \"licence\": 2}"));
        assertComesBack(definition);
    }

    @Test
    void checksAreTriedAtTheEndpointOfTheirName() {
        var containers = translated(node(WHOLE)).spec().containers();
        var health = containers.getFirst().checks().getFirst();
        assertThat(health)
                .isEqualTo(new CheckSpec(
                        "health-0",
                        CheckPurpose.LIVENESS,
                        new Probe.Http(
                                false,
                                "/ping",
                                new Probe.Endpoint(new Probe.PortReference.Index(1), false, false),
                                List.of(new Probe.StatusRange(200, 399)),
                                false),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        1,
                        false));
        var others = containers.getLast().checks();
        assertThat(others).extracting(CheckSpec::name).containsExactly("health-1", "check-back");
        assertThat(others.getFirst().probe())
                .isEqualTo(new Probe.Tcp(new Probe.Endpoint(new Probe.PortReference.Index(2), false, false)));
        assertThat(others.getLast().probe()).isEqualTo(new Probe.Command("'test' '-e' 'it'\\''s up'"));
    }

    @Test
    void variablesAreInjectedAsMarathonDoes() {
        var back = translated(node(WHOLE)).spec().containers().getLast().derived();
        assertThat(back)
                .containsEntry("HOST", new DerivedValue.Host())
                .containsEntry("MESOS_TASK_ID", new DerivedValue.Instance(".back.1"))
                .containsEntry("MESOS_SANDBOX", new DerivedValue.Sandbox())
                .containsEntry("MARATHON_APP_ID", new DerivedValue.Literal("/shop"))
                .containsEntry("MARATHON_APP_VERSION", new DerivedValue.RevisionTime())
                .containsEntry("MARATHON_CONTAINER_ID", new DerivedValue.Literal("back"))
                .containsEntry("MARATHON_CONTAINER_RESOURCE_MEM", new DerivedValue.Literal("32.0"))
                .containsEntry("MARATHON_APP_LABEL_TIER", new DerivedValue.Literal("web"))
                .containsEntry("ENDPOINT_WEB_HTTP", new DerivedValue.ContainerPort(0))
                .containsEntry("EP_HOST_WEB_HTTP", new DerivedValue.HostPort(0))
                .containsEntry("EP_CONTAINER_WEB_HTTP", new DerivedValue.ContainerPort(0))
                .containsEntry("EP_HOST_BACK", new DerivedValue.HostPort(2))
                .doesNotContainKeys("MARATHON_APP_LABEL_PART", "PORT0");
        var onHost = translated(node("""
                {"id": "p", "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {}, "endpoints": [{"name": "web", "hostPort": 0}]}]}""")).spec().containers().getFirst().derived();
        assertThat(onHost)
                .containsEntry("ENDPOINT_WEB", new DerivedValue.HostPort(0))
                .doesNotContainKey("EP_CONTAINER_WEB");
    }

    @Test
    void theReferencePodTranslates() throws IOException {
        ObjectNode pod;
        try (var stream = Objects.requireNonNull(PodTranslatorTest.class.getResourceAsStream("/marathon/pod.json"))) {
            pod = (ObjectNode) Json.read(ByteString.fromArray(stream.readAllBytes()));
        }
        var faults = new Faults();
        var definition = PodTranslator.translate(pod, null, RoleRules.NONE, faults);
        assertThat(faults.unknown()).containsExactly("/scaling/maxInstances");
        assertComesBack(definition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/secrets={\"a\": {\"source\": \"b\"}}",
                "/linuxInfo=[]",
                "/legacySharedCgroups=true",
                "/role=\"public\"",
                "/environment/A={\"secret\": \"s\"}",
                "/id=\"/Upper\"",
                "/volumes/0/persistent={\"size\": 1}",
                "/volumes/0/secret=\"s\"",
                "/volumes/0/name=\"Upper\"",
                "/networks/0/mode=\"x\"",
                "/scaling/kind=\"auto\"",
                "/scaling/instances=-1",
                "/scheduling/backoff/backoffFactor=0.5",
                "/scheduling/upgrade/maximumOverCapacity=2",
                "/scheduling/killSelection=\"x\"",
                "/scheduling/unreachableStrategy=\"never\"",
                "/scheduling/unreachableStrategy/inactiveAfterSeconds=10",
                "/scheduling/placement/constraints/0/operator=\"NEAR\"",
                "/executorResources/cpus=0.01",
                "/containers/0/name=\"-x\"",
                "/containers/0/resources/cpus=0",
                "/containers/0/resources/gpus=-1",
                "/containers/0/resources/licence=-1",
                "/containers/0/resourceLimits/mem=1",
                "/containers/0/image/kind=\"APPC\"",
                "/containers/0/image/pullConfig={\"secret\": \"s\"}",
                "/containers/0/image/id=\"\"",
                "/containers/0/linuxInfo=[]",
                "/containers/0/endpoints/0/networkNames=[\"a\"]",
                "/containers/0/endpoints/0/protocol=[\"sctp\"]",
                "/containers/0/healthCheck/http/endpoint=\"back\"",
                "/containers/0/healthCheck/intervalSeconds=-1",
                "/containers/0/volumeMounts/0/name=\"none\"",
                "/containers/0/volumeMounts/0/mountPath=\"/a/../b\"",
                "/containers/0/lifecycle/killGracePeriodSeconds=-1",
                "/containers/1/exec/overrideEntrypoint=false",
                "/containers/1/name=\"front\"",
                "/containers/1/endpoints/0/name=\"admin\"",
                "/containers/1/endpoints/0/containerPort=80",
                "/containers/1/check/http={\"endpoint\": \"back\"}",
            })
    void aFieldThatIsNotTakenIsNamed(String fault) {
        var path = fault.substring(0, fault.indexOf('='));
        var pod = node(WHOLE);
        var parent = pod.at(path.substring(0, path.lastIndexOf('/')));
        var last = path.substring(path.lastIndexOf('/') + 1);
        var value = node(fault.substring(fault.indexOf('=') + 1));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
        var written = path.replaceAll("/(\\d+)(?=/|$)", "($1)");
        assertThat(pathsOf(pod)).as("what follows from it may be named too").contains(written);
    }

    @Test
    void whatTheNetworkDoesNotHaveIsNamed() {
        assertThat(pathsOf(node("""
                {"id": "p", "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {},
                  "endpoints": [{"name": "a", "containerPort": 80}, {"name": "b", "hostPort": 0}]}]}""")))
                .containsExactly("/containers(0)/endpoints(0)/containerPort", "/containers(0)/endpoints(0)/hostPort");
        assertThat(pathsOf(node("""
                {"id": "p", "networks": [{"mode": "container/bridge"}], "containers": [
                  {"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {}, "endpoints": [{"name": "a", "hostPort": 0}]}]}""")))
                .containsExactly("/containers(0)/image", "/containers(0)/endpoints(0)/containerPort");
    }

    @Test
    void aProcessMountsIntoItsSandboxAndCanWriteThere() {
        assertThat(pathsOf(node("""
                {"id": "p", "volumes": [{"name": "v"}], "containers": [{"name": "c", "exec": {"command": {"shell": "x"}}, "resources": {},
                  "volumeMounts": [{"name": "v", "mountPath": "/v"}, {"name": "v", "mountPath": "v", "readOnly": true}]}]}""")))
                .containsExactly("/containers(0)/volumeMounts(0)/mountPath", "/containers(0)/volumeMounts(1)/readOnly");
    }

    @Test
    void aPodNeedsContainersAndEachOfThemSomethingToRun() {
        assertThat(pathsOf(node("{\"id\": \"p\"}"))).containsExactly("/containers");
        assertThat(pathsOf(node("{\"id\": \"p\", \"containers\": []}"))).containsExactly("/containers");
        assertThat(pathsOf(node("{\"id\": \"p\", \"containers\": [{\"name\": \"c\", \"resources\": {}}]}")))
                .containsExactly("/containers(0)/exec");
    }
}

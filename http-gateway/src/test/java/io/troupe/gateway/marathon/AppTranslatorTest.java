package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.http.javadsl.model.HttpEntity;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.ArtifactSpec;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.UnreachablePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppTranslatorTest {
    private static AppDefinition translated(String json) {
        return AppTranslator.translate(node(json), null, ports());
    }

    private static IntPredicate allBut(int used) {
        return port -> port != used;
    }

    private static ServicePorts ports() {
        return new ServicePorts(allBut(10_000), List.of(), 0);
    }

    private static JsonNode node(String json) {
        return Json.read(ByteString.fromString(json));
    }

    private static JsonNode example(String name) throws IOException {
        try (var stream = Objects.requireNonNull(AppTranslatorTest.class.getResourceAsStream("/marathon/" + name))) {
            return Json.read(ByteString.fromArray(stream.readAllBytes()));
        }
    }

    private static JsonNode refusalOf(JsonNode app) {
        var refusal = catchThrowableOfType(HttpRefusal.class, () -> AppTranslator.translate(app, null, ports()));
        assertThat(refusal).as(app.toString()).isNotNull();
        return Json.read(((HttpEntity.Strict) refusal.response().entity()).getData());
    }

    private static List<String> pathsOf(JsonNode refusal) {
        return refusal.get("details").findValuesAsText("path");
    }

    /** What is given back, read once more, is the same. */
    private static void assertComesBack(AppDefinition definition) {
        var given = AppJson.full(definition.spec(), definition.instances());
        var again = AppTranslator.translate(given, null, ports());
        assertThat(again).isEqualTo(definition);
    }

    @Test
    void theSmallestAppHasMarathonsDefaults() {
        var definition = translated("{\"id\": \"web\", \"cmd\": \"sleep 1\"}");
        var given = AppJson.full(definition.spec(), definition.instances());
        assertThat(node(given.toString())).isEqualTo(node("""
                {"id": "/web", "cmd": "sleep 1", "instances": 1, "cpus": 1, "mem": 128, "disk": 0, "gpus": 0, "executor": "", "role": "*",
                 "backoffSeconds": 1, "backoffFactor": 1.15, "maxLaunchDelaySeconds": 300, "labels": {},
                 "networks": [{"mode": "host"}], "requirePorts": false,
                 "portDefinitions": [{"port": 10001, "protocol": "tcp", "labels": {}}],
                 "upgradeStrategy": {"maximumOverCapacity": 1, "minimumHealthCapacity": 1}, "killSelection": "YOUNGEST_FIRST",
                 "unreachableStrategy": {"inactiveAfterSeconds": 0, "expungeAfterSeconds": 0},
                 "fetch": [], "healthChecks": [], "readinessChecks": [], "dependencies": []}"""));
        assertComesBack(definition);
    }

    @Test
    void everySupportedFieldIsTranslatedAndComesBack() {
        var definition = translated("""
                {"id": "/prod/web", "args": ["serve", "--all"], "instances": 3, "cpus": 0.25, "mem": 64.5, "disk": 10, "user": "nobody", "tty": true,
                 "env": {"A": "b"}, "labels": {"TIER": "web", "a-b": "c"}, "acceptedResourceRoles": ["*"],
                 "container": {"type": "MESOS", "docker": {"image": "nginx:1", "forcePullImage": true, "privileged": true,
                   "parameters": [{"key": "hostname", "value": "x"}]},
                   "portMappings": [{"containerPort": 80, "hostPort": 0, "servicePort": 10300, "protocol": "udp,tcp", "name": "http", "labels": {"v": "1"}}]},
                 "networks": [{"mode": "container/bridge", "labels": {"n": "1"}}],
                 "constraints": [["hostname", "UNIQUE"], ["rack", "CLUSTER", "a"], ["rack", "GROUP_BY", "3"], ["rack", "LIKE", "a.*"], ["rack", "UNLIKE", "b"],
                   ["rack", "MAX_PER", "2"], ["rack", "IS", "a"]],
                 "backoffSeconds": 2, "backoffFactor": 2, "maxLaunchDelaySeconds": 60, "upgradeStrategy": {"minimumHealthCapacity": 0.5, "maximumOverCapacity": 0},
                 "taskKillGracePeriodSeconds": 7, "killSelection": "OLDEST_FIRST", "resourceLimits": {"cpus": 2, "mem": "unlimited"}}""");
        var spec = definition.spec();
        var container = spec.containers().getFirst();
        assertThat(container.command()).isEqualTo(new CommandSpec.Arguments(List.of("serve", "--all")));
        assertThat(container.limits()).isEqualTo(new ResourceLimits(2000L, null));
        assertThat(container.resources().memoryMib()).isEqualTo(65);
        assertThat(spec.ports())
                .containsExactly(new PortSpec(
                        "http", 80, 0, 10_300, Set.of(PortProtocol.TCP, PortProtocol.UDP), Map.of("v", "1")));
        assertThat(spec.network()).isEqualTo(new NetworkSpec(NetworkMode.BRIDGE, null, Map.of("n", "1")));
        assertThat(spec.constraints().stream().map(Constraint::operator))
                .containsExactlyInAnyOrder(ConstraintOperator.values());
        assertComesBack(definition);
    }

    @Test
    void whatBecomesOfTheUnreachableIsSaidInTimesOrDisabled() {
        var patient = translated("""
                {"id": "/w", "cmd": "x", "unreachableStrategy": {"inactiveAfterSeconds": 300, "expungeAfterSeconds": 600}}""");
        assertThat(patient.spec().whenUnreachable())
                .isEqualTo(UnreachablePolicy.after(Duration.ofMinutes(5), Duration.ofMinutes(10)));
        assertComesBack(patient);
        var disabled = translated("{\"id\": \"/w\", \"cmd\": \"x\", \"unreachableStrategy\": \"disabled\"}");
        assertThat(disabled.spec().whenUnreachable()).isEqualTo(UnreachablePolicy.NEVER);
        assertThat(AppJson.full(disabled.spec(), 1).get("unreachableStrategy")).hasToString("\"disabled\"");
        assertComesBack(disabled);
        var half =
                translated("{\"id\": \"/w\", \"cmd\": \"x\", \"unreachableStrategy\": {\"expungeAfterSeconds\": 9}}");
        assertThat(half.spec().whenUnreachable())
                .isEqualTo(UnreachablePolicy.after(Duration.ZERO, Duration.ofSeconds(9)));
        var merged = AppTranslator.merged(AppJson.definition(disabled.spec(), 1), node("{\"mem\": 7}"));
        assertThat(AppTranslator.translate(merged, null, ports()).spec().whenUnreachable())
                .isEqualTo(UnreachablePolicy.NEVER);
    }

    @Test
    void gpusAndCustomResourcesAreCountedAndComeBack() {
        var definition = translated("{\"id\": \"/w\", \"cmd\": \"x\", \"gpus\": 2, \"resources\": {\"licence\": 3}}");
        var container = definition.spec().containers().getFirst();
        assertThat(container.resources()).isEqualTo(new Resources(1000, 128, 0, 2, Map.of("licence", 3L)));
        assertThat(container.derived()).containsEntry("MARATHON_APP_RESOURCE_GPUS", new DerivedValue.Literal("2"));
        assertThat(AppJson.full(definition.spec(), 1).get("resources")).hasToString("{\"licence\":3}");
        assertComesBack(definition);
        var merged = AppTranslator.merged(AppJson.definition(definition.spec(), 1), node("{\"mem\": 7}"));
        assertThat(AppTranslator.translate(merged, null, ports()).spec().resources())
                .isEqualTo(new Resources(1000, 7, 0, 2, Map.of("licence", 3L)));
    }

    @Test
    void anAppHasTheRoleOfEverybodyOrOfItsFirstLevelGroup() {
        var plain = translated("{\"id\": \"/shop/db/web\", \"cmd\": \"x\"}");
        assertThat(plain.spec().capacityRoles()).containsExactly("*");
        assertThat(AppJson.full(plain.spec(), 1).get("role").asText()).isEqualTo("*");
        var own = translated("{\"id\": \"/shop/db/web\", \"cmd\": \"x\", \"role\": \"shop\"}");
        assertThat(own.spec().capacityRoles()).containsExactly("*", "shop");
        assertComesBack(own);
        assertThat(pathsOf(refusalOf(node("{\"id\": \"/shop/db/web\", \"cmd\": \"x\", \"role\": \"db\"}"))))
                .containsExactly("/role");
        assertThat(pathsOf(refusalOf(node("{\"id\": \"/web\", \"cmd\": \"x\", \"role\": \"web\"}"))))
                .containsExactly("/role");
    }

    @Test
    void systemCallsAndSharedMemoryAreTranslatedAndComeBack() {
        var own = translated("""
                {"id": "/w", "container": {"type": "MESOS", "docker": {"image": "i"},
                  "linuxInfo": {"seccomp": {"profileName": "strict.json"}, "ipcInfo": {"mode": "PRIVATE", "shmSize": 64}}}}""");
        assertThat(own.spec().containers().getFirst().isolation())
                .isEqualTo(new Isolation(
                        new Isolation.SystemCalls("strict.json"),
                        new Isolation.SharedMemory(Isolation.Scope.CONTAINER, 64)));
        assertComesBack(own);
        var shared = translated("""
                {"id": "/w", "cmd": "x", "container": {"type": "MESOS",
                  "linuxInfo": {"seccomp": {"unconfined": true}, "ipcInfo": {"mode": "SHARE_PARENT"}}}}""");
        assertThat(shared.spec().containers().getFirst().isolation())
                .isEqualTo(new Isolation(
                        new Isolation.SystemCalls(null), new Isolation.SharedMemory(Isolation.Scope.NODE, null)));
        assertComesBack(shared);
        assertThat(pathsOf(refusalOf(node("""
                {"id": "/w", "cmd": "x", "container": {"type": "MESOS",
                  "linuxInfo": {"seccomp": {"profileName": "a"}, "ipcInfo": {"mode": "PRIVATE"}}}}"""))))
                .as("without an image")
                .containsExactly("/container/linuxInfo/seccomp/profileName", "/container/linuxInfo/ipcInfo/mode");
        assertThat(pathsOf(refusalOf(node("""
                {"id": "/w", "container": {"docker": {"image": "i"},
                  "linuxInfo": {"seccomp": {"profileName": "a", "unconfined": true}, "ipcInfo": {"mode": "SHARE_PARENT", "shmSize": 1}}}}"""))))
                .as("contradictions")
                .containsExactly("/container/linuxInfo/seccomp/profileName", "/container/linuxInfo/ipcInfo/shmSize");
    }

    @Test
    void variablesAreInjectedAsMarathonDoes() {
        var derived = translated("""
                {"id": "/web", "cmd": "x", "labels": {"a-b": "c", "Z": "y"}, "portDefinitions": [{"port": 0, "name": "http-main"}, {"port": 8080}]}""").spec().containers().getFirst().derived();
        assertThat(derived)
                .containsEntry("HOST", new DerivedValue.Host())
                .containsEntry("PORT", new DerivedValue.Port(0))
                .containsEntry("PORT0", new DerivedValue.Port(0))
                .containsEntry("PORT1", new DerivedValue.Port(1))
                .containsEntry("PORT_HTTP_MAIN", new DerivedValue.Port(0))
                .containsEntry("PORT_HTTP-MAIN", new DerivedValue.Port(0))
                .containsEntry("PORT_8080", new DerivedValue.Port(1))
                .containsEntry("PORTS", new DerivedValue.AllPorts())
                .containsEntry("MARATHON_APP_ID", new DerivedValue.Literal("/web"))
                .containsEntry("MARATHON_APP_VERSION", new DerivedValue.RevisionTime())
                .containsEntry("MARATHON_APP_RESOURCE_MEM", new DerivedValue.Literal("128.0"))
                .containsEntry("MARATHON_APP_LABELS", new DerivedValue.Literal("A_B Z"))
                .containsEntry("MARATHON_APP_LABEL_A_B", new DerivedValue.Literal("c"))
                .containsEntry("MESOS_TASK_ID", new DerivedValue.Instance("._app.1"))
                .containsEntry("MESOS_SANDBOX", new DerivedValue.Sandbox());
    }

    @Test
    void requiredPortsAreHostPortsToo() {
        var spec = translated("{\"id\": \"/w\", \"cmd\": \"x\", \"requirePorts\": true, \"ports\": [8080]}")
                .spec();
        assertThat(spec.ports()).containsExactly(new PortSpec(null, 0, 8080, 8080, Set.of(PortProtocol.TCP), Map.of()));
    }

    @Test
    void constraintsThatLookAtOthersDoNotGoWithOneOnEveryNode() {
        var app = node("""
                {"id": "/w", "cmd": "x", "slots": {"kind": "everyNode"}, "constraints": [
                 ["rack", "LIKE", "r.*"], ["rack", "CLUSTER", "r1"], ["rack", "CLUSTER"], ["hostname", "UNIQUE"], ["rack", "GROUP_BY"]]}""");

        assertThat(pathsOf(refusalOf(app)))
                .containsExactlyInAnyOrder("/constraints(2)", "/constraints(3)", "/constraints(4)");
    }

    @Test
    void noPortsAreNoPorts() {
        assertThat(translated("{\"id\": \"/w\", \"cmd\": \"x\", \"portDefinitions\": []}")
                        .spec()
                        .ports())
                .isEmpty();
        assertThat(translated(
                                "{\"id\": \"/w\", \"container\": {\"docker\": {\"image\": \"i\", \"network\": \"BRIDGE\"}}}")
                        .spec()
                        .ports())
                .containsExactly(new PortSpec(null, 0, 0, 10_001, Set.of(PortProtocol.TCP), Map.of()));
    }

    @Test
    void theReferenceAppIsRefusedNamingEachFieldThatIsNotSupported() throws IOException {
        var refusal = refusalOf(example("app.json"));
        assertThat(refusal.get("message").asText()).isEqualTo("Object is not valid");
        assertThat(pathsOf(refusal))
                .contains("/ipAddress", "/secrets", "/env/PASSWORD")
                .doesNotContain("/fetch");
    }

    @Test
    void theReferenceListTranslatesWithItsUris() throws IOException {
        var app = (com.fasterxml.jackson.databind.node.ObjectNode)
                example("app_list.json").at("/apps/0");
        var definition = AppTranslator.translate(app, null, ports());
        assertThat(ServicePorts.of(definition.spec().ports())).containsExactly(10_013, 10_015);
        assertComesBack(definition);
    }

    @Test
    void whatIsFetchedIsTranslatedAndComesBack() {
        var app = node("""
                {"id": "/w", "cmd": "x", "fetch": [
                  {"uri": "https://host/a.tgz", "cache": true},
                  {"uri": "file:///opt/tool", "executable": true, "extract": false, "destPath": "bin/tool"}]}""");

        var definition = AppTranslator.translate(app, null, ports());

        assertThat(definition.spec().containers().getFirst().artifacts())
                .containsExactly(
                        new ArtifactSpec("https://host/a.tgz", true, false, true, null),
                        new ArtifactSpec("file:///opt/tool", false, true, false, "bin/tool"));
        assertComesBack(definition);
    }

    @Test
    void olderUrisAreUnpackedIfTheyAreArchives() {
        var definition = AppTranslator.translate(
                node("{\"id\": \"/w\", \"cmd\": \"x\", \"uris\": [\"http://h/a.tar.gz\", \"http://h/b.json\"]}"),
                null,
                ports());

        assertThat(definition.spec().containers().getFirst().artifacts())
                .containsExactly(
                        new ArtifactSpec("http://h/a.tar.gz", true, false, false, null),
                        new ArtifactSpec("http://h/b.json", false, false, false, null));
        assertComesBack(definition);
    }

    @Test
    void aFaultInWhatIsFetchedIsNamed() {
        var refusal = refusalOf(node("""
                {"id": "/w", "cmd": "x", "uris": ["hdfs://h/a"], "fetch": [
                  {"uri": "ftp://h/a"}, {"uri": "http://h/a b"}, {"uri": "http://h/"}, {"uri": "relative"},
                  {"uri": "http://h/a", "destPath": "../a"}, {"uri": "http://h/a", "destPath": "/a"}]}"""));

        assertThat(pathsOf(refusal))
                .containsExactlyInAnyOrder(
                        "/uris",
                        "/uris(0)",
                        "/fetch(0)/uri",
                        "/fetch(1)/uri",
                        "/fetch(2)/uri",
                        "/fetch(3)/uri",
                        "/fetch(4)/destPath",
                        "/fetch(5)/destPath");
        assertThat(pathsOf(refusalOf(node("{\"id\": \"/w\", \"cmd\": \"x\", \"fetch\": [{}]}"))))
                .containsExactly("/fetch(0)/uri");
    }

    @Test
    void theReferenceCreationsTranslate() throws IOException {
        var apps = example("apps_create.json");
        assertComesBack(AppTranslator.translate(apps.get(0), null, ports()));
        assertComesBack(AppTranslator.translate(apps.get(1), null, ports()));
    }

    @Test
    void dependenciesAreAbsoluteFromTheRootOrBesideTheApp() {
        var definition = AppTranslator.translate(node("""
                        {"id": "/prod/web", "cmd": "x", "dependencies": ["/db/", "../cache", "store/./a", "../cache"]}"""), null, ports());
        assertThat(definition.spec().dependencies())
                .containsExactly(TreePath.of("/db"), TreePath.of("/prod/cache"), TreePath.of("/store/a"));
        var refusal = refusalOf(node("{\"id\": \"/web\", \"cmd\": \"x\", \"dependencies\": [\"../../a\", \"/B\"]}"));
        assertThat(pathsOf(refusal)).containsExactly("/dependencies(0)", "/dependencies(1)");
    }

    @Test
    void theReferenceQueuesAppsTranslate() throws IOException {
        assertComesBack(AppTranslator.translate(example("queue.json").at("/queue/0/app"), null, ports()));
    }

    @Test
    void theReferenceCheckTranslates() throws IOException {
        assertComesBack(AppTranslator.translate(example("app-check-http-example.json"), null, ports()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/secrets={\"a\": {}}",
                "/gpus=-1",
                "/resources/licence=0",
                "/resources/cpus=1",
                "/resources/1st=1",
                "/ipAddress={\"a\": 1}",
                "/residency={\"a\": 1}",
                "/executor=\"/x\"",
                "/executorResources={\"cpus\": 1}",
                "/unreachableStrategy=\"never\"",
                "/unreachableStrategy=5",
                "/unreachableStrategy/inactiveAfterSeconds=1",
                "/unreachableStrategy/inactiveAfterSeconds=-1",
                "/unreachableStrategy/expungeAfterSeconds=-1",
                "/role=\"slave_public\"",
                "/container/linuxInfo/seccomp/profileName=\"../x\"",
                "/container/linuxInfo/seccomp/unconfined=\"no\"",
                "/container/linuxInfo/ipcInfo/mode=\"PUBLIC\"",
                "/container/linuxInfo/ipcInfo/shmSize=0",
                "/container/docker/pullConfig={\"secret\": \"a\"}",
                "/cpus=0",
                "/mem=-1",
                "/instances=-1",
                "/backoffFactor=0.5",
                "/killSelection=\"x\"",
                "/networks/0/mode=\"x\"",
                "/constraints/0=[\"a\", \"NEAR\"]",
                "/user=5",
                "/env/A={\"secret\": \"s\"}",
                "/id=\"/Upper\"",
                "/acceptedResourceRoles=[]",
                "/resourceLimits/mem=1"
            })
    void aFieldThatIsNotTakenIsNamed(String fault) {
        var path = fault.substring(0, fault.indexOf('='));
        var app = (com.fasterxml.jackson.databind.node.ObjectNode) node("""
                {"id": "/w", "cmd": "x", "env": {}, "unreachableStrategy": {}, "networks": [{"mode": "host"}], "constraints": [["a", "UNIQUE"]], "resourceLimits": {}, "resources": {},
                 "container": {"docker": {"image": "i"}, "linuxInfo": {"seccomp": {"profileName": "p"}, "ipcInfo": {"mode": "PRIVATE"}}}}""");
        var parent = app.at(path.substring(0, path.lastIndexOf('/')));
        var last = path.substring(path.lastIndexOf('/') + 1);
        var value = node(fault.substring(fault.indexOf('=') + 1));
        if (parent.isArray()) {
            ((com.fasterxml.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(last), value);
        } else {
            ((com.fasterxml.jackson.databind.node.ObjectNode) parent).set(last, value);
        }
        var written = path.replaceAll("/(\\d+)(?=/|$)", "($1)");
        assertThat(pathsOf(refusalOf(app))).containsExactly(written);
    }

    @Test
    void aCommandAndArgumentsExcludeEachOther() {
        assertThat(pathsOf(refusalOf(node("{\"id\": \"/w\", \"cmd\": \"x\", \"args\": [\"y\"]}"))))
                .containsExactly("/");
        assertThat(pathsOf(refusalOf(node("{\"id\": \"/w\"}")))).containsExactly("/");
    }

    @Test
    void aNewCommandTakesThePlaceOfArguments() {
        var present = translated("{\"id\": \"/w\", \"args\": [\"y\"], \"mem\": 7}");
        var merged = AppTranslator.merged(AppJson.definition(present.spec(), 1), node("{\"cmd\": \"x\"}"));
        var definition = AppTranslator.translate(merged, null, ports());
        assertThat(definition.spec().containers().getFirst().command()).isEqualTo(new CommandSpec.Shell("x"));
        assertThat(definition.spec().resources().memoryMib()).isEqualTo(7);
    }

    @Test
    void aServicePortStaysWithItsPort() {
        var chosen = new ServicePorts(allBut(10_000), List.of(10_500), 0);
        assertThat(List.of(chosen.choose(0), chosen.choose(1))).containsExactly(10_500, 10_001);
    }
}

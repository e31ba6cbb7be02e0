package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.http.javadsl.model.HttpEntity;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeTranslatorTest {
    private static final String IN_IMAGE = """
            {"id": "/w", "cmd": "x", "container": {"type": "DOCKER", "docker": {"image": "i"}, "volumes": [%s]}}""";
    private static final String PROCESS = """
            {"id": "/w", "cmd": "x", "container": {"type": "MESOS", "volumes": [%s]}}""";

    private static JsonNode node(String json) {
        return Json.read(ByteString.fromString(json));
    }

    private static AppDefinition translated(JsonNode app) {
        return AppTranslator.translate(app, null, new ServicePorts(port -> true, List.of(), 0));
    }

    @Test
    void directoriesOfTheNodeAndOfTheSandboxAreMountedAndComeBack() {
        var definition = translated(node(IN_IMAGE.formatted("""
                {"containerPath": "/srv/media", "hostPath": "/mnt/media", "mode": "RO"},
                {"containerPath": "/var/cache/web", "hostPath": "cache/web", "mode": "RW"},
                {"containerPath": "conf", "hostPath": "/etc/web", "mode": "RO"}""")));
        var spec = definition.spec();
        assertThat(spec.volumes())
                .containsExactly(
                        new VolumeSpec("volume0", new VolumeSpec.HostPath("/mnt/media")),
                        new VolumeSpec("volume1", new VolumeSpec.SandboxPath("cache/web")),
                        new VolumeSpec("volume2", new VolumeSpec.HostPath("/etc/web")));
        assertThat(spec.containers().getFirst().mounts())
                .containsExactly(
                        new VolumeMount("volume0", "/srv/media", true),
                        new VolumeMount("volume1", "/var/cache/web", false),
                        new VolumeMount("volume2", "conf", true));
        var given = AppJson.full(spec, 1);
        assertThat(translated(given)).isEqualTo(definition);
    }

    @Test
    void aProcessHasItsVolumesInItsSandboxAndCanWriteThem() {
        var spec = translated(node(PROCESS.formatted("""
                        {"containerPath": "media", "hostPath": "/mnt/media", "mode": "RW"}"""))).spec();
        assertThat(spec.containers().getFirst().mounts()).containsExactly(new VolumeMount("volume0", "media", false));
        assertThat(pathsOf(PROCESS.formatted("""
                        {"containerPath": "/media", "hostPath": "/mnt/media", "mode": "RO"}""")))
                .containsExactly("/container/volumes(0)/containerPath", "/container/volumes(0)/mode");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"containerPath\": \"/a\", \"mode\": \"RW\", \"persistent\": {\"size\": 1}} | /persistent",
                "{\"containerPath\": \"/a\", \"mode\": \"RW\", \"external\": {\"name\": \"x\"}} | /external",
                "{\"containerPath\": \"/a\", \"secret\": \"s\"} | /secret",
                "{\"containerPath\": \"/a\", \"mode\": \"RW\"} | /hostPath",
                "{\"hostPath\": \"/a\", \"mode\": \"RW\"} | /containerPath",
                "{\"containerPath\": \"/a\", \"hostPath\": \"/a\"} | /mode",
                "{\"containerPath\": \"/a\", \"hostPath\": \"/a\", \"mode\": \"rw\"} | /mode",
                "{\"containerPath\": \"/a\", \"hostPath\": \"a/../../b\", \"mode\": \"RW\"} | /hostPath",
                "{\"containerPath\": \"../a\", \"hostPath\": \"/a\", \"mode\": \"RW\"} | /containerPath",
                "{\"containerPath\": \"/a:b\", \"hostPath\": \"/a\", \"mode\": \"RW\"} | /containerPath"
            })
    void aVolumeThatCannotBeIsNamed(String volume, String field) {
        assertThat(pathsOf(IN_IMAGE.formatted(volume))).containsExactly("/container/volumes(0)" + field);
    }

    @Test
    void twoVolumesCannotBeInOnePlace() {
        var volume = "{\"containerPath\": \"/a\", \"hostPath\": \"/b\", \"mode\": \"RW\"}";
        assertThat(pathsOf(IN_IMAGE.formatted(volume + "," + volume)))
                .containsExactly("/container/volumes(1)/containerPath");
    }

    private static List<String> pathsOf(String app) {
        var refusal = catchThrowableOfType(HttpRefusal.class, () -> translated(node(app)));
        assertThat(refusal).as(app).isNotNull();
        var body = Json.read(((HttpEntity.Strict) refusal.response().entity()).getData());
        return body.get("details").findValuesAsText("path");
    }
}

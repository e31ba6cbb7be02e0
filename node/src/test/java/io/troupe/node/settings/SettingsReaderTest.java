package io.troupe.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.node.agent.Capacity;
import io.troupe.node.agent.Counted;
import io.troupe.node.settings.NodeSettings.ShownSetting;
import io.troupe.protocol.node.NodeDescription.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SettingsReaderTest {
    @Test
    void withoutAnythingEverySettingHasItsDefault() {
        var settings = SettingsReader.read(List.of(), Map.of());

        assertThat(settings.dataDirectory()).isEqualTo(Path.of(System.getProperty("user.home"), ".troupe"));
        assertThat(settings.http().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.http().getPort()).isEqualTo(8080);
        assertThat(settings.cluster().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.cassandra()).isNull();
        assertThat(settings.keyspace()).isEqualTo("troupe");
        assertThat(settings.seeds()).isEmpty();
        assertThat(settings.stopContainers()).isFalse();
        assertThat(settings.capacity())
                .isEqualTo(new Capacity(
                        null,
                        null,
                        null,
                        List.of(new PortRange(31_000, 32_000)),
                        Map.of(),
                        null,
                        null,
                        List.of("*"),
                        Counted.FOUND));
    }

    @Test
    void eachPartOfTheCapacityCanBeSet() {
        var settings = SettingsReader.read(
                List.of(
                        "--cpus=1.5",
                        "--mem=512",
                        "--disk=100",
                        "--ports=80,8000-8100",
                        "--attributes=rack=r1,disk=ssd",
                        "--region=eu",
                        "--zone=a",
                        "--roles=*,web",
                        "--resources=gpus=2,licence=5",
                        "--gpu-scheduling=restricted"),
                Map.of());

        assertThat(settings.capacity())
                .isEqualTo(new Capacity(
                        1.5,
                        512L,
                        100L,
                        List.of(new PortRange(80, 80), new PortRange(8_000, 8_100)),
                        Map.of("rack", "r1", "disk", "ssd"),
                        "eu",
                        "a",
                        List.of("*", "web"),
                        new Counted(2, true, Map.of("licence", 5L))));
        assertThat(settings.shown()).containsEntry("resources", new ShownSetting("gpus=2,licence=5", "option"));
    }

    @Test
    void anOptionGoesBeforeTheEnvironmentAndThatBeforeTheFile(@TempDir Path directory) throws IOException {
        var file = Files.writeString(
                directory.resolve("node.conf"), "http-port = 1001\nregion = from-file\nzone = from-file\n");
        var settings = SettingsReader.read(
                List.of("--config", file.toString(), "--http-port", "1003"),
                Map.of("TROUPE_HTTP_PORT", "1002", "TROUPE_REGION", "from-environment"));

        assertThat(settings.shown())
                .containsEntry("http-port", new ShownSetting("1003", "option"))
                .containsEntry("region", new ShownSetting("from-environment", "environment"))
                .containsEntry("zone", new ShownSetting("from-file", "file"))
                .containsEntry("port", new ShownSetting("0", "default"));
        assertThat(settings.http().getPort()).isEqualTo(1003);
    }

    @Test
    void anUnknownKeyInTheFileIsRefused(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("node.conf"), "http-prot = 1001\n");

        assertThatThrownBy(() -> SettingsReader.read(List.of("--config", file.toString()), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown keys [http-prot]");
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> SettingsReader.read(List.of("--http-prot", "1"), Map.of()))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--http-prot");
    }

    @Test
    void aValueThatCannotBeNamesItsSetting() {
        for (var wrong : List.of(
                "--http-port=70000",
                "--ports=5-3",
                "--seeds=alone",
                "--log-level=loud",
                "--cpus=0",
                "--resources=gpus=-1",
                "--resources=licence=1.5",
                "--resources=cpus=2",
                "--resources=5licences=2",
                "--resources=licence=9999999999",
                "--gpu-scheduling=sometimes",
                "--seccomp-profiles=/no/such/folder",
                "--mem=0",
                "--simulated-delay=-1",
                "--cassandra-replication=0")) {
            assertThatThrownBy(() -> SettingsReader.read(List.of(wrong), Map.of()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(wrong.substring(0, wrong.indexOf('=')));
        }
    }

    @Test
    void thePasswordForCassandraIsNeverShown() {
        var settings = SettingsReader.read(
                List.of("--cassandra-hosts=c1,c2:9043", "--cassandra-user=troupe"),
                Map.of("TROUPE_CASSANDRA_PASSWORD", "s3cret"));

        assertThat(settings.cassandra()).isNotNull();
        assertThat(settings.cassandra().password()).isEqualTo("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(settings.shown()).containsEntry("cassandra-password", new ShownSetting("***", "environment"));
    }
}

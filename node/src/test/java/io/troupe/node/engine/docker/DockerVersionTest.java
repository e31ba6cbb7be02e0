package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerVersionTest {
    @ParameterizedTest
    @CsvSource({"1.41, 1.12, 1.41", "1.52, 1.44, 1.44", "1.60, 1.50, 1.50"})
    void theHighestVersionThatBothSidesKnowIsSpoken(String highest, String lowest, String spoken) {
        var answer = DockerCalls.JSON
                .createObjectNode()
                .put("Version", "20.10.24")
                .put("ApiVersion", highest)
                .put("MinAPIVersion", lowest);
        assertThat(DockerVersion.of(answer)).isEqualTo(new DockerVersion("20.10.24", spoken));
    }

    @Test
    void aHostIsASocketOrAnAddress() {
        assertThat(DockerHost.parse("unix:///run/docker.sock"))
                .isEqualTo(new DockerHost.UnixSocket("/run/docker.sock"));
        assertThat(DockerHost.parse("tcp://engine:2375")).isEqualTo(new DockerHost.Tcp("engine", 2375));
        assertThatThrownBy(() -> DockerHost.parse("ssh://engine")).hasMessageContaining("ssh://engine");
    }
}

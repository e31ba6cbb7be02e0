package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.RemoteApiVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerVersionTest {
    @ParameterizedTest
    @CsvSource({"1.41, 1.12, 1.41", "1.52, 1.44, 1.44", "1.60, 1.50, 1.50"})
    void theHighestVersionThatBothSidesKnowIsSpoken(String highest, String lowest, String spoken)
            throws JsonProcessingException {
        var answer = DockerClients.JSON.readValue(
                "{\"Version\": \"20.10.24\", \"ApiVersion\": \"%s\", \"MinAPIVersion\": \"%s\"}"
                        .formatted(highest, lowest),
                Version.class);
        assertThat(DockerVersion.of(answer))
                .isEqualTo(new DockerVersion("20.10.24", RemoteApiVersion.parseConfig(spoken)));
    }

    @Test
    void aHostIsASocketOrAnAddress() {
        assertThat(DockerHost.parse("unix:///run/docker.sock", null))
                .isEqualTo(new DockerHost.UnixSocket("/run/docker.sock"));
        assertThat(DockerHost.parse("tcp://engine:2375", null)).isEqualTo(new DockerHost.Tcp("engine", 2375, null));
        assertThatThrownBy(() -> DockerHost.parse("ssh://engine", null)).hasMessageContaining("ssh://engine");
    }

    @Test
    void certificatesThatAreMissingAreNamed() {
        assertThatThrownBy(() -> DockerHost.parse("tcp://engine:2376", Path.of("/no/such")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/ca.pem");
    }
}

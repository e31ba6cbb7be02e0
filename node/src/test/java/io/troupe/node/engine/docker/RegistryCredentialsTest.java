package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.troupe.node.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
    private static final String CONFIG = """
            {"auths": {"https://index.docker.io/v1/": {"auth": "YW5uOnNlOmNyZXQ="},
                       "registry.example:5000": {"identitytoken": "token"},
                       "empty.example": {}},
             "credHelpers": {"helped.example": "pass"}}
            """;

    @Test
    void aLoginIsFoundByItsRegistry() throws JsonProcessingException {
        assertThat(header("docker.io"))
                .contains("{\"serveraddress\":\"docker.io\",\"username\":\"ann\",\"password\":\"se:cret\"}");
        assertThat(header("registry.example:5000"))
                .contains("{\"serveraddress\":\"registry.example:5000\",\"identitytoken\":\"token\"}");
    }

    @Test
    void otherRegistriesAreAskedWithoutAName() throws JsonProcessingException {
        assertThat(header("other.example")).isEmpty();
        assertThat(header("empty.example")).isEmpty();
    }

    @Test
    void aCredentialHelperIsRefusedByName() {
        assertThatThrownBy(() -> header("helped.example"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("helped.example")
                .hasMessageContaining("'pass'");
    }

    @Test
    void aFileThatIsMissingHoldsNone() {
        assertThat(RegistryCredentials.read(Path.of("/does/not/exist")).headerFor("docker.io"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io, busybox, latest",
        "team/shop:2, docker.io, team/shop, 2",
        "localhost/shop, localhost, localhost/shop, latest",
        "registry.example:5000/team/shop, registry.example:5000, registry.example:5000/team/shop, latest",
        "registry.example:5000/shop:2@sha256:ab, registry.example:5000, registry.example:5000/shop, sha256:ab"
    })
    void aReferenceNamesItsRegistry(String reference, String registry, String repository, String version) {
        assertThat(ImageName.parse(reference)).isEqualTo(new ImageName(registry, repository, version));
    }

    private static Optional<String> header(String registry) throws JsonProcessingException {
        return new RegistryCredentials(DockerClients.JSON.readTree(CONFIG))
                .headerFor(registry)
                .map(header -> new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
    }
}

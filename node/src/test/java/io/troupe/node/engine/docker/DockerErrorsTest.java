package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import io.troupe.node.engine.EngineException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated | PORT_TAKEN",
                "500 | Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use | PORT_TAKEN",
                "404 | No such image: nothing:1 | IMAGE",
                "400 | invalid reference format | IMAGE",
                "404 | No such container: 0123 | NOT_FOUND",
                "404 | network blue not found | REFUSED_BY_ENGINE",
                "409 | Container 0123 is not running | CONFLICT",
                "400 | OCI runtime create failed: exec: \"no\": executable file not found in $PATH | REFUSED_BY_ENGINE",
                "503 | service unavailable | UNAVAILABLE"
            })
    void wordsOfTheEngineGetAKind(int status, String message, Kind kind) {
        assertThat(DockerErrors.kind(status, message)).isEqualTo(kind);
    }

    @Test
    void aTakenPortIsNamedWithoutTheEnginesInnards() {
        assertThat(DockerErrors.told(
                        Kind.PORT_TAKEN,
                        "driver failed programming external connectivity on endpoint web (0a1b): Error starting userland proxy:"
                                + " listen tcp4 127.0.0.1:31050: bind: address already in use"))
                .isEqualTo("host port 31050 is taken by another program of the machine");
        assertThat(DockerErrors.told(
                        Kind.PORT_TAKEN,
                        "driver failed programming external connectivity on endpoint web (0a1b): Bind for 127.0.0.1:80 failed:"
                                + " port is already allocated"))
                .isEqualTo("host port 80 is taken by another program of the machine");
    }

    @Test
    void aCommandThatCannotBeStartedIsNamedWithoutTheEnginesInnards() {
        assertThat(DockerErrors.told(
                        Kind.REFUSED_BY_ENGINE,
                        "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container"
                                + " process: exec: \"/no\": stat /no: no such file or directory: unknown"))
                .isEqualTo("the command cannot be started: exec: \"/no\": stat /no: no such file or directory");
    }

    @Test
    void whatHasNoKnownFormIsPassedOn() {
        assertThat(DockerErrors.told(Kind.REFUSED_BY_ENGINE, "network blue not found"))
                .isEqualTo("network blue not found");
    }

    @Test
    void theMessageOfTheEngineIsTold() {
        assertThat(DockerErrors.of(new ConflictException("{\"message\":\"in use\"}\n")))
                .hasMessage("in use");
        assertThat(DockerErrors.of(502, "<html>Bad Gateway</html>")).hasMessage("<html>Bad Gateway</html>");
        assertThat(DockerErrors.of(500, "")).hasMessage("the engine answered 500");
    }
}

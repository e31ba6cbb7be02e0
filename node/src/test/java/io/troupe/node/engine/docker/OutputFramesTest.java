package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.LogChunk;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFramesTest {
    @Test
    void framesAreTakenApart() throws IOException {
        var bytes = new byte[] {1, 0, 0, 0, 0, 0, 0, 2, 'o', 'k', 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, '!'};
        assertThat(read(bytes, true))
                .containsExactly(
                        new LogChunk(false, ByteString.fromString("ok")),
                        new LogChunk(true, ByteString.fromString("!")));
    }

    @Test
    void aTerminalHasNoFrames() throws IOException {
        assertThat(read(new byte[] {1, 0, 'x'}, false))
                .containsExactly(new LogChunk(false, ByteString.fromArray(new byte[] {1, 0, 'x'})));
    }

    @Test
    void aFrameThatIsCutShortIsNotTakenForTheEnd() {
        assertThatThrownBy(() -> read(new byte[] {1, 0, 0, 0, 0, 0, 0, 2, 'o'}, true))
                .isInstanceOf(EOFException.class);
    }

    private static List<LogChunk> read(byte[] bytes, boolean framed) throws IOException {
        var frames = new OutputFrames(new ByteArrayInputStream(bytes), framed);
        var chunks = new ArrayList<LogChunk>();
        for (var chunk = frames.next(); chunk.isPresent(); chunk = frames.next()) {
            chunks.add(chunk.get());
        }
        return chunks;
    }
}

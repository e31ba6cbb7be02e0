package io.troupe.node.start;

import io.troupe.protocol.identity.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/** The node's id: made at the first start and kept in the data directory, so that its containers are known as its own for ever. */
final class NodeIdentity {
    private static final String FILE_NAME = "node-id";

    private NodeIdentity() {}

    static NodeId of(Path dataDirectory, Supplier<String> fresh) throws IOException {
        var file = dataDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            var written = Files.writeString(dataDirectory.resolve(FILE_NAME + ".new"), fresh.get() + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new NodeId(Files.readString(file).strip());
    }
}

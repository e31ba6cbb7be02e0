package io.troupe.node.engine.process;

import io.troupe.node.engine.ContainerPlan.PlannedVolume;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes ready what a process finds in its sandbox. */
final class SandboxLayout {
    private SandboxLayout() {}

    /** The sandbox and what is written in it belong to whom the process runs as. */
    static void make(Path sandbox, @Nullable String user) {
        try {
            for (var name : List.of(ProcessFolder.OUTPUT, ProcessFolder.ERROR)) {
                if (!Files.exists(sandbox.resolve(name))) {
                    Files.createFile(sandbox.resolve(name));
                }
            }
            if (!Account.prefixOf(user).isEmpty() && user != null) {
                var account = Account.of(user);
                account.own(sandbox);
                account.own(sandbox.resolve(ProcessFolder.OUTPUT));
                account.own(sandbox.resolve(ProcessFolder.ERROR));
            }
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot use the sandbox " + sandbox, e);
        }
    }

    /** A process sees the node's own files, so that a volume is a link in its sandbox. */
    static void link(PlannedVolume volume, Path sandbox) {
        if (volume.path().startsWith("/") || volume.readOnly()) {
            throw new EngineException(
                    Kind.REFUSED_BY_ENGINE,
                    "a process without an image has its volumes in its sandbox and can write them, unlike the one at "
                            + volume.path());
        }
        var place = sandbox.resolve(volume.path()).normalize();
        try {
            if (place.equals(volume.source()) || Files.isSymbolicLink(place)) {
                return;
            }
            if (!Files.exists(volume.source())) {
                throw new EngineException(Kind.REFUSED_BY_ENGINE, "the node has no " + volume.source());
            }
            if (!place.startsWith(sandbox) || Files.exists(place)) {
                throw new EngineException(
                        Kind.REFUSED_BY_ENGINE, "there is no room in the sandbox for the volume " + volume.path());
            }
            Files.createDirectories(place.getParent());
            Files.createSymbolicLink(place, volume.source());
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot link the volume " + place, e);
        }
    }
}

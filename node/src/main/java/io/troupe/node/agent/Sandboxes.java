package io.troupe.node.agent;

import io.troupe.protocol.identity.InstanceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/** The scratch directories of instances, one below the other: instance, container. */
record Sandboxes(Path folder) {
    Path of(InstanceId instance, String container) {
        try {
            return Files.createDirectories(
                    folder.resolve(safe(instance.value())).resolve(safe(container)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(InstanceId instance) {
        try (var tree = Files.walk(folder.resolve(safe(instance.value())))) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // It had none.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String safe(String name) {
        return name.replace('/', '_').replaceFirst("^\\.+", "_");
    }
}

package io.troupe.node.engine.process;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is kept on disk of one process: its labels, where it runs, and what its launcher wrote. */
record ProcessFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A process and when it started, in the kernel's ticks: together they never name another process. */
    record Identity(long pid, String startTicks) {
        boolean alive() {
            return startTicks.equals(ticksOf(pid).orElse(""));
        }

        private static Optional<String> ticksOf(long pid) {
            try {
                var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return fields[0].equals("Z") ? Optional.empty() : Optional.of(fields[19]);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    String id() {
        return path.getFileName().toString();
    }

    void write(Map<String, String> labels, Path sandbox) {
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve("sandbox"), sandbox.toString());
            var unfinished = path.resolve("labels.tmp");
            Files.write(unfinished, JSON.writeValueAsBytes(labels));
            Files.move(unfinished, path.resolve("labels"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists() {
        return Files.exists(path.resolve("labels"));
    }

    Map<String, String> labels() {
        try {
            return JSON.readValue(path.resolve("labels").toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            return Map.of();
        }
    }

    Instant createdAt() {
        try {
            return Files.getLastModifiedTime(path.resolve("labels")).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    Path sandbox() {
        return Path.of(text("sandbox").orElse("/nonexistent"));
    }

    boolean launched() {
        return Files.exists(path.resolve("launched"));
    }

    void markLaunched() {
        try {
            Files.writeString(path.resolve("launched"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Identity> process() {
        return text("pid")
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Identity(Long.parseLong(parts[0]), parts[1]));
    }

    Optional<Integer> exitCode() {
        return text("exit").map(Integer::valueOf);
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(path.resolve(file)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        for (var file : List.of("labels", "sandbox", "launched", "pid", "pid.tmp", "exit", "exit.tmp", "labels.tmp")) {
            try {
                Files.deleteIfExists(path.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.troupe.node.engine.process;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept on disk of one process: its labels, where it runs, and what its launcher wrote. */
record ProcessFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A process and when it started, in the kernel's ticks: together they never name another process. */
    record Identity(long pid, String startTicks) {
        boolean alive() {
            return startTicks.equals(ticksOf(pid).orElse(""));
        }

        /** The variables it was started with. */
        Map<String, String> environment() {
            var variables = new LinkedHashMap<String, String>();
            try {
                var all =
                        Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
                for (var variable : all.split("\0")) {
                    var parts = variable.split("=", 2);
                    if (parts.length == 2) {
                        variables.put(
                                parts[0],
                                new String(parts[1].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new EngineException(EngineException.Kind.CONFLICT, "the process has just ended", e);
            }
            return variables;
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

    static final String OUTPUT = "stdout";
    static final String ERROR = "stderr";
    /** A launcher has written who it is by then, or never will. */
    private static final Duration LAUNCH_MAX = Duration.ofSeconds(5);

    EngineContainer container() {
        var state = state();
        var exit = exit().filter(known -> state == State.ENDED);
        return new EngineContainer(
                id(),
                labels(),
                state,
                exit.map(Exit::code).orElse(null),
                exit.map(Exit::outOfMemory).orElse(false),
                createdAt(),
                launchedAt().orElse(null),
                List.of(),
                exit.isPresent() ? writtenAt("exit") : null);
    }

    private @Nullable Instant writtenAt(String file) {
        try {
            return Files.getLastModifiedTime(path.resolve(file)).toInstant();
        } catch (IOException e) {
            return null;
        }
    }

    /** While the launcher lives the last word is not said, even if the process is gone. */
    State state() {
        if (exit().isPresent()) {
            return State.ENDED;
        }
        var launched = launchedAt();
        if (launched.isEmpty()) {
            return State.CREATED;
        }
        var process = process();
        var launcher = launcher();
        if (process.map(Identity::alive).orElse(false)
                || launcher.map(Identity::alive).orElse(false)) {
            return State.RUNNING;
        }
        var starting = launcher.isEmpty() && launched.get().plus(LAUNCH_MAX).isAfter(Instant.now());
        return starting ? State.RUNNING : State.ENDED;
    }

    Path output() {
        return sandbox().resolve(OUTPUT);
    }

    Path error() {
        return sandbox().resolve(ERROR);
    }

    /** Whom it runs as; empty for the user of the node. */
    String user() {
        return text("user").orElse("");
    }

    String id() {
        return path.getFileName().toString();
    }

    void write(Map<String, String> labels, Path sandbox, String user) {
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve("sandbox"), sandbox + "\n");
            Files.writeString(path.resolve("user"), user + "\n");
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

    void markLaunched() {
        try {
            Files.writeString(path.resolve("launched"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When it was launched; empty if it was not. */
    Optional<Instant> launchedAt() {
        try {
            return Optional.of(
                    Files.getLastModifiedTime(path.resolve("launched")).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Optional<Identity> process() {
        return identity("pid");
    }

    Optional<Identity> launcher() {
        return identity("launcher");
    }

    private Optional<Identity> identity(String file) {
        return words(file).map(parts -> new Identity(Long.parseLong(parts[0]), parts[1]));
    }

    /** How it ended, and how many of its processes were killed for memory. */
    Optional<Exit> exit() {
        return words("exit").map(parts -> new Exit(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
    }

    record Exit(int code, long killsForMemory) {
        boolean outOfMemory() {
            return killsForMemory > 0 && code != 0;
        }
    }

    /** The two words of a file; empty while they are still being written. */
    private Optional<String[]> words(String file) {
        return text(file).map(line -> line.split(" ")).filter(parts -> parts.length == 2);
    }

    private Optional<String> text(String file) {
        try {
            var text = Files.readString(path.resolve(file));
            return text.isEmpty() || text.endsWith("\n") ? Optional.of(text.strip()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        for (var file : List.of("labels", "sandbox", "user", "launched", "launcher", "pid", "exit", "labels.tmp")) {
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

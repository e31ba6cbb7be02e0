package io.troupe.persistence.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A running Cassandra of one directory, whoever started it. What it is is read from its command line, so a process id that was given to
 * another program in the meantime is never mistaken for it.
 */
record CassandraProcess(long pid, String fingerprint) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String PID_FILE_NAME = "pid";
    private static final char ZOMBIE = 'Z';
    private static final char DEAD = 'X';

    /** The living one that works in this directory, if there is one. */
    static Optional<CassandraProcess> find(Path directory) throws IOException {
        var hinted = remembered(directory).flatMap(pid -> read(pid, directory));
        return hinted.isPresent() ? hinted : search(directory);
    }

    /** Leaves a note of it, for people and to find it faster. */
    static void remember(Path directory, long pid) throws IOException {
        Files.writeString(directory.resolve(PID_FILE_NAME), pid + "\n");
    }

    private static Optional<Long> remembered(Path directory) {
        try {
            return Optional.of(Long.parseLong(
                    Files.readString(directory.resolve(PID_FILE_NAME)).strip()));
        } catch (IOException | NumberFormatException noNote) {
            return Optional.empty();
        }
    }

    private static Optional<CassandraProcess> search(Path directory) throws IOException {
        try (var entries = Files.list(PROCESSES)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .flatMap(pid -> read(pid, directory).stream())
                    .findFirst();
        }
    }

    private static Optional<CassandraProcess> read(long pid, Path directory) {
        var arguments = arguments(pid);
        return arguments.contains(CassandraCommand.DIRECTORY_MARK + directory) && isAlive(pid)
                ? Optional.of(new CassandraProcess(pid, fingerprint(arguments)))
                : Optional.empty();
    }

    private static String fingerprint(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(CassandraCommand.FINGERPRINT_MARK))
                .map(argument -> argument.substring(CassandraCommand.FINGERPRINT_MARK.length()))
                .findFirst()
                .orElse("");
    }

    private static List<String> arguments(long pid) {
        try {
            var line = Files.readAllBytes(PROCESSES.resolve(pid + "/cmdline"));
            return Stream.of(new String(line, StandardCharsets.UTF_8).split("\0"))
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    boolean isAlive() {
        return isAlive(pid);
    }

    /** A process that has ended but that nobody has asked for its exit code is not alive, though it still has its id. */
    private static boolean isAlive(long pid) {
        try {
            var stat = Files.readString(PROCESSES.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != ZOMBIE && state != DEAD;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Counts down when it has ended: at once for a child of this process, later or never for another. */
    CountDownLatch onEnd() {
        var ended = new CountDownLatch(1);
        ProcessHandle.of(pid)
                .ifPresentOrElse(
                        handle -> {
                            var _ = handle.onExit().thenRun(ended::countDown);
                        },
                        ended::countDown);
        return ended;
    }

    void terminate() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}

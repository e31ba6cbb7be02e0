package io.troupe.bench;

import static io.troupe.bench.Cost.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were made on, and how busy it was with other things. */
final class Machine {
    private Machine() {}

    static void describe() throws IOException {
        print(
                "machine: %d cores (%s), %d MiB, Linux %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                model(),
                line(Path.of("/proc/meminfo"), "MemTotal")
                                .replaceAll("[^0-9]", "")
                                .transform(Long::parseLong)
                        / 1024,
                System.getProperty("os.version"),
                Runtime.version());
    }

    /** Running and waiting processes on average of the last minute; what is measured itself adds to it. */
    static void load(String when) throws IOException {
        print("load %s: %s", when, Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static String model() throws IOException {
        return line(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*: ", "");
    }

    private static String line(Path file, String start) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse(": 0");
        }
    }
}

package io.troupe.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What something took.
 *
 * @param wallMillis by the clock
 * @param cpuMillis of all processes of the machine together
 */
record Cost(double wallMillis, double cpuMillis) {
    /** Kernel's clock ticks a second; fixed at 100 for what /proc shows. */
    private static final double TICK_MILLIS = 10;

    static Cost of(Work work) throws Exception {
        var ticks = busyTicks();
        var begun = System.nanoTime();
        work.run();
        var wall = (System.nanoTime() - begun) / 1e6;
        return new Cost(wall, (busyTicks() - ticks) * TICK_MILLIS);
    }

    /** The median of both figures. */
    static Cost median(java.util.List<Cost> costs) {
        return new Cost(
                median(costs.stream().mapToDouble(Cost::wallMillis).toArray()),
                median(costs.stream().mapToDouble(Cost::cpuMillis).toArray()));
    }

    static double median(double[] values) {
        Arrays.sort(values);
        var middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static long busyTicks() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var parts = lines.findFirst().orElseThrow().split(" +");
            // user, nice, system, then idle and iowait, which are not busy, then irq, softirq, steal.
            return Long.parseLong(parts[1])
                    + Long.parseLong(parts[2])
                    + Long.parseLong(parts[3])
                    + Long.parseLong(parts[6])
                    + Long.parseLong(parts[7]);
        }
    }

    /** CPU time of one process in milliseconds. */
    static double cpuMillis(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    /** Resident memory of one process in MiB. */
    static double residentMib(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        }
    }

    // The annotation Error Prone asks for would be a dependency more; all callers are in this package.
    @SuppressWarnings("AnnotateFormatMethod")
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Something to measure. */
    interface Work {
        void run() throws Exception;
    }
}

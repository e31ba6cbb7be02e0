package io.troupe.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What something took.
 *
 * @param wallMillis by the clock
 * @param cpuMillis of the processes that were asked for
 */
record Cost(double wallMillis, double cpuMillis) {
    /** Kernel's clock ticks a second; fixed at 100 for what /proc shows. */
    private static final double TICK_MILLIS = 10;

    static Cost of(Meter meter, Work work) throws Exception {
        var cpu = meter.cpuMillis();
        var begun = System.nanoTime();
        work.run();
        var wall = (System.nanoTime() - begun) / 1e6;
        return new Cost(wall, meter.cpuMillis() - cpu);
    }

    /** The median of the wall times, and the mean of the CPU times: the kernel tells those in steps of 10 ms. */
    static Cost typical(List<Cost> costs) {
        return new Cost(
                median(costs.stream().mapToDouble(Cost::wallMillis).toArray()),
                costs.stream().mapToDouble(Cost::cpuMillis).average().orElse(0));
    }

    static double median(double[] values) {
        Arrays.sort(values);
        var middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    static double wallMin(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::wallMillis).min().orElse(0);
    }

    /** CPU time of this process in milliseconds. */
    static double ownCpuMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    /** CPU time of one process in milliseconds. */
    static double cpuMillis(long pid) throws IOException {
        return fields(pid, 11) * TICK_MILLIS;
    }

    /** CPU time of the processes that one process has waited for, in milliseconds. */
    static double cpuMillisOfChildren(long pid) throws IOException {
        return fields(pid, 13) * TICK_MILLIS;
    }

    private static long fields(long pid, int first) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
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

    /** CPU time used so far. */
    interface Meter {
        double cpuMillis() throws IOException;
    }
}

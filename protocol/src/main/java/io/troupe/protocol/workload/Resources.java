package io.troupe.protocol.workload;

/**
 * An amount of a node's capacity, counted in whole units so that sums are exact.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryMib memory in MiB
 * @param diskMib scratch space in MiB
 * @param gpus whole graphics processors
 */
public record Resources(long cpuMillis, long memoryMib, long diskMib, int gpus) {
    public static final Resources NONE = new Resources(0, 0, 0, 0);

    /** Cores and memory, without disk and graphics processors. */
    public static Resources of(double cpus, long memoryMib) {
        return new Resources(Math.round(cpus * 1000), memoryMib, 0, 0);
    }

    public Resources plus(Resources other) {
        return new Resources(
                cpuMillis + other.cpuMillis, memoryMib + other.memoryMib, diskMib + other.diskMib, gpus + other.gpus);
    }

    /** What is left; a part may be negative when more was taken than there was. */
    public Resources minus(Resources other) {
        return new Resources(
                cpuMillis - other.cpuMillis, memoryMib - other.memoryMib, diskMib - other.diskMib, gpus - other.gpus);
    }

    /** Whether {@code wanted} fits into this amount, in every part. */
    public boolean covers(Resources wanted) {
        return cpuMillis >= wanted.cpuMillis
                && memoryMib >= wanted.memoryMib
                && diskMib >= wanted.diskMib
                && gpus >= wanted.gpus;
    }

    /** Cores as a decimal number. */
    public double cpus() {
        return cpuMillis / 1000.0;
    }
}

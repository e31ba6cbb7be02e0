package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An amount of a node's capacity, counted in whole units so that sums are exact.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryMib memory in MiB
 * @param diskMib scratch space in MiB
 * @param gpus whole graphics processors
 * @param custom what else nodes were told to have, by name, for example licences; a name that is missing is none of it
 */
public record Resources(
        long cpuMillis,
        long memoryMib,
        long diskMib,
        int gpus,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> custom) {
    public static final Resources NONE = new Resources(0, 0, 0, 0);

    /** Most of one custom resource, on a node or of an instance. */
    public static final long CUSTOM_MAX = 1_000_000_000;

    private static final Pattern CUSTOM_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,62}");
    private static final Set<String> OTHER_NAMES = Set.of("cpus", "mem", "disk", "gpus", "ports");

    public Resources {
        // Null in what was stored before there were any.
        custom = custom == null || custom.isEmpty() ? Map.of() : sorted(custom);
    }

    /** Without custom resources. */
    public Resources(long cpuMillis, long memoryMib, long diskMib, int gpus) {
        this(cpuMillis, memoryMib, diskMib, gpus, Map.of());
    }

    /** Cores and memory, without disk and graphics processors. */
    public static Resources of(double cpus, long memoryMib) {
        return new Resources(Math.round(cpus * 1000), memoryMib, 0, 0);
    }

    /** Why a custom resource cannot be named so, as the end of a sentence; empty if it can. */
    public static Optional<String> faultOfName(String name) {
        if (OTHER_NAMES.contains(name)) {
            return Optional.of("has a field of its own");
        }
        return CUSTOM_NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "is no name: it begins with a letter, and has at most 63 letters, digits, '.', '_' and '-'");
    }

    /** The same amounts, and these of custom resources. */
    public Resources withCustom(Map<String, Long> amounts) {
        return new Resources(cpuMillis, memoryMib, diskMib, gpus, amounts);
    }

    public Resources plus(Resources other) {
        return new Resources(
                cpuMillis + other.cpuMillis,
                memoryMib + other.memoryMib,
                diskMib + other.diskMib,
                gpus + other.gpus,
                sum(custom, other.custom, 1));
    }

    /** What is left; a part may be negative when more was taken than there was. */
    public Resources minus(Resources other) {
        return new Resources(
                cpuMillis - other.cpuMillis,
                memoryMib - other.memoryMib,
                diskMib - other.diskMib,
                gpus - other.gpus,
                sum(custom, other.custom, -1));
    }

    /** Whether {@code wanted} fits into this amount, in every part. */
    public boolean covers(Resources wanted) {
        return cpuMillis >= wanted.cpuMillis
                && memoryMib >= wanted.memoryMib
                && diskMib >= wanted.diskMib
                && gpus >= wanted.gpus
                && wanted.custom.entrySet().stream().allMatch(entry -> custom(entry.getKey()) >= entry.getValue());
    }

    /** Cores as a decimal number. */
    public double cpus() {
        return cpuMillis / 1000.0;
    }

    /** How much of a custom resource. */
    public long custom(String name) {
        return custom.getOrDefault(name, 0L);
    }

    private static Map<String, Long> sum(Map<String, Long> amounts, Map<String, Long> others, int sign) {
        if (others.isEmpty()) {
            return amounts;
        }
        var sum = new TreeMap<>(amounts);
        others.forEach((name, amount) -> sum.merge(name, sign * amount, Long::sum));
        return sum;
    }

    /** In an order that is the same in each run of a JVM, without what is none. */
    private static Map<String, Long> sorted(Map<String, Long> amounts) {
        var sorted = new TreeMap<>(amounts);
        sorted.values().removeIf(amount -> amount == 0);
        return Collections.unmodifiableMap(sorted);
    }
}

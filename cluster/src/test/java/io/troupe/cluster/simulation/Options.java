package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bin/simulate} was asked for.
 *
 * @param tells whether one seed is told as a story
 * @param nodes machines of each world; null to let the seed decide
 * @param workloads ids that users use; null to let the seed decide
 * @param faulty how long faults happen; null to let the seed decide
 * @param faults the kinds of faults; null to let the seed decide
 * @param requests the kinds of requests; null to let the seed decide
 * @param every the mean time between two faults of one kind; null to let the seed decide
 * @param threads how many worlds run at once
 */
record Options(
        boolean tells,
        long firstSeed,
        long seeds,
        @Nullable Integer nodes,
        @Nullable Integer workloads,
        @Nullable Duration faulty,
        @Nullable Set<Fault> faults,
        @Nullable Set<Request> requests,
        @Nullable Duration every,
        int threads) {
    static final String USAGE = """
            usage: bin/simulate [--seeds N] [--from S] [WORLD] [--threads T]   many seeds, on all cores, until one fails
                   bin/simulate --seed S [WORLD]                               one seed, told as a story
                   bin/simulate --sizes [--quick]                              how fast worlds of each size run on one core
            WORLD: --nodes M  --workloads W  --for 10m  --every 5s  --faults A,B|none  --requests A,B
                   what is not given is drawn from the seed
            """;

    private static final long SEEDS = 200;

    static Options parse(String[] arguments) {
        Given given = Given.of(arguments);
        Long told = given.number("--seed");
        Long first = told == null ? given.number("--from") : told;
        Long seeds = given.number("--seeds");
        Integer threads = given.count("--threads");
        Options options = new Options(
                told != null,
                first == null ? 1 : first,
                told != null ? 1 : seeds == null ? SEEDS : seeds,
                given.count("--nodes"),
                given.count("--workloads"),
                given.duration("--for"),
                given.some("--faults", Fault.class),
                given.some("--requests", Request.class),
                given.duration("--every"),
                threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        given.refuseOthers();
        return options;
    }

    WorldSettings world(long seed) {
        WorldSettings drawn = WorldSettings.of(seed);
        WorldSettings world = drawn;
        if (nodes != null || workloads != null || faulty != null) {
            world = WorldSettings.of(
                    seed,
                    nodes == null ? drawn.nodes() : nodes,
                    workloads == null ? (nodes == null ? drawn.workloads() : 2 * nodes) : workloads,
                    faulty == null ? drawn.faulty() : faulty);
        }
        world = faults == null ? world : world.with(faults);
        world = every == null ? world : world.every(every);
        return requests == null ? world : world.withRequests(requests);
    }

    /** The values that are given, by the names of the options; what is asked for is null if it is not given. */
    private static final class Given {
        private final Map<String, String> values;

        private Given(Map<String, String> values) {
            this.values = values;
        }

        static Given of(String[] arguments) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int index = 0; index < arguments.length; index += 2) {
                if (index + 1 == arguments.length) {
                    throw new IllegalArgumentException("the last option needs a value");
                }
                values.put(arguments[index], arguments[index + 1]);
            }
            return new Given(values);
        }

        void refuseOthers() {
            if (!values.isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no option " + values.keySet().iterator().next());
            }
        }

        @Nullable Long number(String name) {
            String text = values.remove(name);
            try {
                return text == null ? null : Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " is not a whole number", e);
            }
        }

        @Nullable Integer count(String name) {
            Long number = number(name);
            if (number != null && (number < 1 || number > 100_000)) {
                throw new IllegalArgumentException(number + " is not between 1 and 100000");
            }
            return number == null ? null : number.intValue();
        }

        /** For example {@code 90s}, {@code 10m} or {@code 2h}. */
        @Nullable Duration duration(String name) {
            String text = values.remove(name);
            if (text != null && !text.matches("[0-9]{1,6}[smh]")) {
                throw new IllegalArgumentException(text + " is no duration such as 90s, 10m or 2h");
            }
            return text == null ? null : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }

        <E extends Enum<E>> @Nullable Set<E> some(String name, Class<E> type) {
            String text = values.remove(name);
            if (text == null) {
                return null;
            }
            return text.equals("none")
                    ? EnumSet.noneOf(type)
                    : Arrays.stream(text.split(",", -1))
                            .map(one -> Enum.valueOf(type, one.toUpperCase(Locale.ROOT)))
                            .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
        }
    }
}

package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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

    static Options parse(String[] arguments) {
        Reading reading = new Reading(Arrays.asList(arguments));
        Options options = new Options(
                false,
                1,
                200,
                null,
                null,
                null,
                null,
                null,
                null,
                Runtime.getRuntime().availableProcessors());
        while (reading.hasMore()) {
            options = options.with(reading.next(), reading);
        }
        return options;
    }

    private Options with(String name, Reading reading) {
        return switch (name) {
            case "--seed" ->
                new Options(true, reading.number(), 1, nodes, workloads, faulty, faults, requests, every, threads);
            case "--seeds" ->
                new Options(
                        tells, firstSeed, reading.number(), nodes, workloads, faulty, faults, requests, every, threads);
            case "--from" ->
                new Options(tells, reading.number(), seeds, nodes, workloads, faulty, faults, requests, every, threads);
            case "--nodes" ->
                new Options(
                        tells, firstSeed, seeds, reading.count(), workloads, faulty, faults, requests, every, threads);
            case "--workloads" ->
                new Options(tells, firstSeed, seeds, nodes, reading.count(), faulty, faults, requests, every, threads);
            case "--for" ->
                new Options(
                        tells,
                        firstSeed,
                        seeds,
                        nodes,
                        workloads,
                        reading.duration(),
                        faults,
                        requests,
                        every,
                        threads);
            case "--faults" ->
                new Options(
                        tells,
                        firstSeed,
                        seeds,
                        nodes,
                        workloads,
                        faulty,
                        reading.some(Fault.class),
                        requests,
                        every,
                        threads);
            case "--requests" ->
                new Options(
                        tells,
                        firstSeed,
                        seeds,
                        nodes,
                        workloads,
                        faulty,
                        faults,
                        reading.some(Request.class),
                        every,
                        threads);
            case "--every" ->
                new Options(
                        tells,
                        firstSeed,
                        seeds,
                        nodes,
                        workloads,
                        faulty,
                        faults,
                        requests,
                        reading.duration(),
                        threads);
            case "--threads" ->
                new Options(
                        tells, firstSeed, seeds, nodes, workloads, faulty, faults, requests, every, reading.count());
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
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

    /** The arguments, one after the other. */
    private static final class Reading {
        private final List<String> left;

        Reading(List<String> arguments) {
            left = new ArrayList<>(arguments);
        }

        boolean hasMore() {
            return !left.isEmpty();
        }

        String next() {
            return left.removeFirst();
        }

        private String value() {
            if (left.isEmpty()) {
                throw new IllegalArgumentException("the last option needs a value");
            }
            return next();
        }

        long number() {
            String text = value();
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " is not a whole number", e);
            }
        }

        int count() {
            long number = number();
            if (number < 1 || number > 100_000) {
                throw new IllegalArgumentException(number + " is not between 1 and 100000");
            }
            return (int) number;
        }

        /** For example {@code 90s}, {@code 10m} or {@code 2h}. */
        Duration duration() {
            String text = value();
            if (!text.matches("[0-9]{1,6}[smh]")) {
                throw new IllegalArgumentException(text + " is no duration such as 90s, 10m or 2h");
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }

        <E extends Enum<E>> Set<E> some(Class<E> type) {
            String text = value();
            return text.equals("none")
                    ? EnumSet.noneOf(type)
                    : Arrays.stream(text.split(",", -1))
                            .map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)))
                            .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
        }
    }
}

package io.troupe.cluster.simulation;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person is told of a run. */
final class Report {
    private Report() {}

    static String of(WorldSettings settings) {
        return "seed " + settings.seed() + ": " + settings.nodes() + " nodes, " + settings.workloads()
                + " workloads, faults for " + settings.faulty().toSeconds() + " s: " + words(settings.faults())
                + "; requests: " + words(settings.requests());
    }

    /** @param withLastLines whether the last steps are shown */
    static String of(Simulation.Outcome outcome, boolean withLastLines) {
        Simulation.Failure failure = outcome.failure();
        String extent = String.format(
                Locale.ROOT,
                "%,d steps, %,d messages, %,d journal writes, %,.1f virtual seconds",
                outcome.steps(),
                outcome.messages(),
                outcome.writes(),
                outcome.virtualMillis() / 1e3);
        if (failure == null) {
            return "seed " + outcome.settings().seed() + " passes: " + extent;
        }
        StringBuilder text = new StringBuilder();
        if (withLastLines) {
            text.append("The last steps:\n");
            failure.lastLines().forEach(line -> text.append(line).append('\n'));
        }
        return text.append(of(outcome.settings()))
                .append("\nFAILS: ")
                .append(failure.facts())
                .append("\nafter ")
                .append(extent)
                .append("\nreplay: ")
                .append(command(outcome.settings()))
                .toString();
    }

    /** How to run exactly this world again. */
    static String command(WorldSettings settings) {
        WorldSettings drawn = WorldSettings.of(settings.seed());
        StringBuilder text = new StringBuilder("bin/simulate --seed " + settings.seed());
        if (settings.nodes() != drawn.nodes()
                || settings.workloads() != drawn.workloads()
                || !settings.faulty().equals(drawn.faulty())) {
            text.append(" --nodes ").append(settings.nodes());
            text.append(" --workloads ").append(settings.workloads());
            text.append(" --for ").append(settings.faulty().toSeconds()).append('s');
        }
        if (!settings.intensity().equals(drawn.intensity())) {
            text.append(" --every ").append(settings.intensity().toSeconds()).append('s');
        }
        text.append(" --faults ").append(list(settings.faults()));
        text.append(" --requests ").append(list(settings.requests()));
        return text.toString();
    }

    private static String list(Collection<?> names) {
        return names.isEmpty() ? "none" : names.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static String words(Collection<?> names) {
        return names.isEmpty()
                ? "none"
                : names.stream()
                        .map(name -> name.toString().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }
}

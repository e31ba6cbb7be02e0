package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a failing world smaller, as long as the same invariant fails: fewer kinds of faults and requests, fewer nodes and workloads, less time. */
final class Shrinking {
    private static final int RUNS_MAX = 400;

    private final Parts parts;
    private int runs;

    Shrinking(Parts parts) {
        this.parts = parts;
    }

    Simulation.Outcome shrink(Simulation.Outcome failing) {
        Simulation.Outcome smallest = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (WorldSettings candidate : candidates(smallest.settings())) {
                Optional<Simulation.Outcome> found = failsToo(candidate, smallest);
                if (found.isPresent()) {
                    smallest = found.get();
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private Optional<Simulation.Outcome> failsToo(WorldSettings candidate, Simulation.Outcome known) {
        if (runs >= RUNS_MAX || known.failure() == null) {
            return Optional.empty();
        }
        runs++;
        Simulation.Outcome outcome = Simulation.run(candidate, parts, null);
        return outcome.failure() != null
                        && outcome.failure().sentence().equals(known.failure().sentence())
                ? Optional.of(outcome)
                : Optional.empty();
    }

    private static List<WorldSettings> candidates(WorldSettings settings) {
        List<WorldSettings> smaller = new ArrayList<>();
        for (Fault fault : settings.faults()) {
            Set<Fault> fewer = EnumSet.copyOf(settings.faults());
            fewer.remove(fault);
            smaller.add(settings.with(fewer));
        }
        for (Request request : settings.requests()) {
            Set<Request> fewer = EnumSet.copyOf(settings.requests());
            fewer.remove(request);
            if (!fewer.isEmpty()) {
                smaller.add(settings.withRequests(fewer));
            }
        }
        for (int nodes : new int[] {1, settings.nodes() / 2, settings.nodes() - 1}) {
            if (nodes >= 1 && nodes < settings.nodes()) {
                smaller.add(settings.withNodes(nodes));
            }
        }
        for (int workloads : new int[] {1, settings.workloads() / 2, settings.workloads() - 1}) {
            if (workloads >= 1 && workloads < settings.workloads()) {
                smaller.add(settings.withWorkloads(workloads));
            }
        }
        for (long percent : new long[] {25, 50, 80, 95}) {
            Duration shorter = Duration.ofSeconds(settings.faulty().toSeconds() * percent / 100);
            if (shorter.toSeconds() >= 1 && shorter.compareTo(settings.faulty()) < 0) {
                smaller.add(settings.lasting(shorter));
            }
        }
        return smaller;
    }
}

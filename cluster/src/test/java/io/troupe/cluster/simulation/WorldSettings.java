package io.troupe.cluster.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is made of; equal settings make equal runs.
 *
 * @param seed all chance comes from it
 * @param nodes machines at the start
 * @param workloads how many ids users use
 * @param faulty how long faults happen and users act
 * @param faults the kinds of faults that may happen
 * @param requests the kinds of requests that users make
 * @param intensity how often faults happen: the mean time between two of one kind
 */
public record WorldSettings(
        long seed,
        int nodes,
        int workloads,
        Duration faulty,
        Set<Fault> faults,
        Set<Request> requests,
        Duration intensity) {
    static final int NODES_MAX = 500;

    public WorldSettings {
        if (nodes < 1 || nodes > NODES_MAX || workloads < 1) {
            throw new IllegalArgumentException("a world has 1 to " + NODES_MAX + " nodes and at least one workload");
        }
        faults = Collections.unmodifiableSet(faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults));
        requests = Collections.unmodifiableSet(
                requests.isEmpty() ? EnumSet.noneOf(Request.class) : EnumSet.copyOf(requests));
    }

    /** A small world drawn from the seed: mostly a few nodes and minutes, now and then a large one. */
    public static WorldSettings of(long seed) {
        Dice dice = new Dice(seed, "size");
        int size = dice.between(1, 1_000);
        int nodes = size <= 150
                ? 1
                : size <= 850 ? dice.between(2, 5) : size <= 995 ? dice.between(6, 12) : dice.between(40, 120);
        int workloads = dice.between(1, 3 + Math.min(nodes, 8));
        Duration faulty = Duration.ofSeconds(nodes > 12 ? 30 : dice.between(20, 120));
        return of(seed, nodes, workloads, faulty);
    }

    /** A world of this size, the rest drawn from the seed. */
    public static WorldSettings of(long seed, int nodes, int workloads, Duration faulty) {
        Dice dice = new Dice(seed, "settings");
        EnumSet<Request> requests = dice.some(Request.class, 0.75);
        requests.add(Request.CREATE);
        return new WorldSettings(
                seed,
                nodes,
                workloads,
                faulty,
                dice.chance(0.05) ? EnumSet.noneOf(Fault.class) : dice.some(Fault.class, dice.chance(0.5) ? 0.25 : 0.6),
                requests,
                Duration.ofSeconds(dice.between(5, 40)));
    }

    WorldSettings with(Set<Fault> fewerFaults) {
        return new WorldSettings(seed, nodes, workloads, faulty, fewerFaults, requests, intensity);
    }

    /** Faults of each kind come every few seconds. */
    WorldSettings often() {
        return every(Duration.ofSeconds(5));
    }

    WorldSettings every(Duration meanTime) {
        return new WorldSettings(seed, nodes, workloads, faulty, faults, requests, meanTime);
    }

    WorldSettings withRequests(Set<Request> fewerRequests) {
        return new WorldSettings(seed, nodes, workloads, faulty, faults, fewerRequests, intensity);
    }

    WorldSettings withNodes(int fewer) {
        return new WorldSettings(seed, fewer, workloads, faulty, faults, requests, intensity);
    }

    WorldSettings withWorkloads(int fewer) {
        return new WorldSettings(seed, nodes, fewer, faulty, faults, requests, intensity);
    }

    WorldSettings lasting(Duration shorter) {
        return new WorldSettings(seed, nodes, workloads, shorter, faults, requests, intensity);
    }
}

package io.troupe.cluster.simulation;

import java.util.EnumSet;
import java.util.function.UnaryOperator;

/**
 * A fault planted on purpose, to prove that the simulation finds such a one.
 *
 * @param name what is wrong
 * @param parts the product with the fault
 * @param seedsMax within how many seeds it is found
 * @param focus what it takes to find it so soon
 */
record Mutation(String name, Parts parts, int seedsMax, UnaryOperator<WorldSettings> focus) {
    /** A fault that shows in any weather. */
    Mutation(String name, Parts parts, int seedsMax) {
        this(name, parts, seedsMax, UnaryOperator.identity());
    }

    /** In worlds where these faults happen, often, and no others. */
    Mutation in(Fault first, Fault... others) {
        return new Mutation(
                name,
                parts,
                seedsMax,
                settings -> settings.with(EnumSet.of(first, others)).often());
    }

    /** In worlds where users ask for nothing else. */
    Mutation asking(Request first, Request... others) {
        return new Mutation(
                name, parts, seedsMax, settings -> focus.apply(settings).withRequests(EnumSet.of(first, others)));
    }

    boolean isFoundBy(long seed) {
        return Simulation.run(focus.apply(WorldSettings.of(seed)), parts, null).failure() != null;
    }

    @Override
    public String toString() {
        return name;
    }
}

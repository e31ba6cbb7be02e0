package io.troupe.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds what it is there to find: each planted fault, within a stated number of seeds. */
class MutationTest {
    static List<Mutation> mutations() {
        return Mutations.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void aPlantedFaultIsFound(Mutation mutation) {
        var found = LongStream.rangeClosed(1, mutation.seedsMax())
                .filter(mutation::isFoundBy)
                .findFirst();
        assertThat(found).as("a seed of the first %s", mutation.seedsMax()).isPresent();
    }
}

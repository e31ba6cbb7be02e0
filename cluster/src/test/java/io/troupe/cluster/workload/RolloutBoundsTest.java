package io.troupe.cluster.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.RolloutPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutBoundsTest {
    @ParameterizedTest
    @CsvSource({
        "4, 1, 1, 4, 8",
        "4, 0, 0, 0, 4",
        "5, 0.5, 0.5, 3, 7",
        "3, 0.9, 0.1, 3, 4",
        "1, 0.5, 0, 1, 2",
        "4, 1, 0, 4, 5",
        "0, 1, 1, 0, 1",
        "100, 1, 0.15, 100, 115",
        "100, 0.07, 0.29, 7, 129",
        "10, 0.7, 0.1, 7, 11",
        "1000, 0.55, 0.001, 550, 1001"
    })
    void roundUpWhatMustBeReadyAndDownWhatMayExistAndLeaveRoomForOne(
            int wanted, double minimumReady, double maximumExtra, int readyMin, int existingMax) {
        assertThat(RolloutBounds.of(wanted, new RolloutPolicy(minimumReady, maximumExtra)))
                .isEqualTo(new RolloutBounds(readyMin, existingMax));
    }
}

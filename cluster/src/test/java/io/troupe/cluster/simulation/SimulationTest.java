package io.troupe.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds drawn from seeds, with all invariants. A failure says how to replay it. */
class SimulationTest {
    private static final int SEEDS = 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 51, 101, 151})
    void allInvariantsHoldInAnyWeather(long first) {
        for (var seed = first; seed < first + SEEDS; seed++) {
            passes(WorldSettings.of(seed));
        }
    }

    @Test
    void allInvariantsHoldInGoodWeather() {
        for (var seed = 1_001; seed < 1_011; seed++) {
            passes(WorldSettings.of(seed).with(EnumSet.noneOf(Fault.class)));
        }
    }

    @Test
    void equalSettingsMakeEqualRuns() {
        var one = Simulation.run(WorldSettings.of(7), Parts.PRODUCT, null);
        var other = Simulation.run(WorldSettings.of(7), Parts.PRODUCT, null);
        assertThat(one).isEqualTo(other);
    }

    private static void passes(WorldSettings settings) {
        var outcome = Simulation.run(settings, Parts.PRODUCT, null);
        assertThat(outcome.failure()).as(() -> Report.of(outcome, true)).isNull();
    }
}

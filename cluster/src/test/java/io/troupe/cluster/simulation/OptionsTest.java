package io.troupe.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static Options options(String line) {
        return Options.parse(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @Test
    void whatIsNotGivenIsLeftToTheSeeds() {
        assertThat(options("")).isEqualTo(new Options(false, 1, 200, null, null, null, null, null, null, CORES));
    }

    @Test
    void oneSeedIsTold() {
        assertThat(options("--seed 7 --nodes 3"))
                .isEqualTo(new Options(true, 7, 1, 3, null, null, null, null, null, CORES));
    }

    @Test
    void manySeedsOfOneWorldAreTriedOnSoManyThreads() {
        assertThat(options("--seeds 50 --from 9 --nodes 3 --workloads 4 --for 10m --every 5s --faults none"
                        + " --requests kill --threads 2"))
                .isEqualTo(new Options(
                        false,
                        9,
                        50,
                        3,
                        4,
                        Duration.ofMinutes(10),
                        Set.of(),
                        Set.of(Request.KILL),
                        Duration.ofSeconds(5),
                        2));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        for (var line : new String[] {"--seed x", "--nodes 0", "--for 10", "--seeds", "--odd 1", "--faults odd"}) {
            assertThatThrownBy(() -> options(line)).as(line).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

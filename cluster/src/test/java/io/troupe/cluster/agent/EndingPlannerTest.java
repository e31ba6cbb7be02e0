package io.troupe.cluster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndingPlannerTest {
    @Test
    void eachEndingHasAStateAndASentence() {
        check(null, new Ending(0, false), "", InstanceState.FINISHED, "ended by itself with exit code 0");
        check(null, new Ending(3, false), "", InstanceState.FAILED, "ended by itself with exit code 3");
        check(
                null,
                new Ending(139, false),
                "",
                InstanceState.FAILED,
                "ended by itself with exit code 139 (SIGSEGV, which was not sent by Troupe)");
        check(null, new Ending(137, true), "", InstanceState.FAILED, "killed for using more memory than its limit");
        check(null, Ending.UNKNOWN, "", InstanceState.LOST, "ended while nobody saw how");
        check(null, Ending.UNKNOWN, "no such image", InstanceState.FAILED, "no such image");
        check(
                StopReason.SCALED_DOWN,
                new Ending(143, false),
                "",
                InstanceState.KILLED,
                "stopped because fewer instances are wanted; it ended with exit code 143");
        check(
                StopReason.KILLED_BY_USER,
                new Ending(137, false),
                "",
                InstanceState.KILLED,
                "stopped because a user asked for it; killed, since it did not end within its grace period");
        check(StopReason.DELETED, Ending.UNKNOWN, "", InstanceState.KILLED, "stopped because its workload was deleted");
    }

    @Test
    void ofAnEndingThatNobodyWatchedItIsNotSaidWhoseDoingItWas() {
        assertThat(EndingPlanner.unwatched(new Ending(143, false)))
                .isEqualTo("ended with exit code 143 (SIGTERM) while the node was restarting");
        assertThat(EndingPlanner.unwatched(new Ending(137, true)))
                .isEqualTo("killed for using more memory than its limit");
        assertThat(EndingPlanner.unwatched(Ending.UNKNOWN)).isEqualTo("ended while nobody saw how");
    }

    private static void check(
            @Nullable StopReason stopping, Ending ending, String hindrance, InstanceState state, String sentence) {
        assertThat(EndingPlanner.state(stopping, ending, hindrance)).isEqualTo(state);
        assertThat(EndingPlanner.sentence(stopping, ending, hindrance)).isEqualTo(sentence);
    }
}

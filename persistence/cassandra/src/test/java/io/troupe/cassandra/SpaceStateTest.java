package io.troupe.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpaceStateTest {
    @Test
    void aDiskWithRoomStaysAsItIs() {
        assertThat(SpaceState.ENOUGH.next(SpaceState.LOW_MARK_BYTES, false)).isEqualTo(SpaceState.ENOUGH);
    }

    @Test
    void tooLittleRoomStarves() {
        assertThat(SpaceState.ENOUGH.next(SpaceState.LOW_MARK_BYTES - 1, false)).isEqualTo(SpaceState.STARVED);
    }

    @Test
    void aRefusedSegmentStarvesWhateverTheDiskSays() {
        assertThat(SpaceState.ENOUGH.next(Long.MAX_VALUE, true)).isEqualTo(SpaceState.STARVED);
    }

    @Test
    void betweenTheMarksNothingChanges() {
        assertThat(SpaceState.STARVED.next(SpaceState.HIGH_MARK_BYTES, true)).isEqualTo(SpaceState.STARVED);
        assertThat(SpaceState.ENOUGH.next(SpaceState.HIGH_MARK_BYTES, false)).isEqualTo(SpaceState.ENOUGH);
    }

    @Test
    void roomThatReturnedAfterStarvingEndsTheProcess() {
        assertThat(SpaceState.STARVED.next(SpaceState.HIGH_MARK_BYTES + 1, true))
                .isEqualTo(SpaceState.RETURNED);
    }
}

package io.troupe.gateway.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog(4, 100);

    private static List<ToldEvent> events(long number, int count, int bytes) {
        var events = new ArrayList<ToldEvent>();
        for (int index = 0; index < count; index++) {
            events.add(new ToldEvent(new EventPlace(number, index), "x", ByteString.fromString("y".repeat(bytes))));
        }
        return events;
    }

    private Optional<List<String>> after(long number, int index) {
        return log.after(new EventPlace(number, index), 10)
                .map(events -> events.stream()
                        .map(ToldEvent::place)
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void aPlaceWithinAFactGoesOnWithTheRestOfIt() {
        log.began(6);
        log.add(7, events(7, 3, 1));

        assertThat(after(7, 0)).contains(List.of("7.1", "7.2"));
        assertThat(after(7, 2)).contains(List.of());
        assertThat(log.after(EventPlace.after(6), 2))
                .hasValueSatisfying(found -> assertThat(found).hasSize(2));
    }

    @Test
    void whatFellOutIsNotHeldAndThatIsSaid() {
        log.began(0);
        for (long number = 1; number <= 6; number++) {
            log.add(number, events(number, 1, 1));
        }

        assertThat(after(1, 0)).isEmpty();
        assertThat(after(2, 0)).contains(List.of("3.0", "4.0", "5.0", "6.0"));
    }

    @Test
    void bytesAreBoundedToo() {
        log.began(0);
        log.add(1, events(1, 1, 60));
        log.add(2, events(2, 1, 60));

        assertThat(after(0, Integer.MAX_VALUE)).isEmpty();
        assertThat(after(1, 0)).contains(List.of("2.0"));
        log.add(3, events(3, 1, 200));
        assertThat(after(2, 0)).contains(List.of("3.0"));
    }

    @Test
    void aFeedThatBeginsAnewWithoutAGapLosesNothingAndTellsNothingTwice() {
        log.began(0);
        log.add(1, events(1, 1, 1));
        log.began(1);
        log.add(1, events(1, 1, 1));
        log.add(2, events(2, 1, 1));

        assertThat(after(0, Integer.MAX_VALUE)).contains(List.of("1.0", "2.0"));
    }

    @Test
    void aFeedThatBeginsAnewAfterAGapSendsReadersToThePast() {
        log.began(0);
        log.add(1, events(1, 1, 1));
        log.began(5);
        log.add(6, events(6, 1, 1));

        assertThat(after(1, 0)).isEmpty();
        assertThat(after(5, Integer.MAX_VALUE)).contains(List.of("6.0"));
    }

    @Test
    void aPlaceIsReadAsItIsWritten() {
        assertThat(EventPlace.parse(new EventPlace(12, 3).toString())).contains(new EventPlace(12, 3));
        assertThat(EventPlace.parse("12")).isEmpty();
        assertThat(EventPlace.parse("-1.0")).isEmpty();
        assertThat(EventPlace.parse("9999999999999999999999.0")).isEmpty();
    }
}

package io.troupe.cli.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PastTimeTest {
    private static final Option SINCE = Option.value("TIME", "Since then.", "--since");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-23T11:58:30Z",
        "10m, 2026-11-23T11:50:00Z",
        "2h, 2026-11-23T10:00:00Z",
        "1d, 2026-11-22T12:00:00Z",
        "2026-11-23T11:30:00Z, 2026-11-23T11:30:00Z",
        "2026-11-23T12:30:00+01:00, 2026-11-23T11:30:00Z"
    })
    void readsTimesAndHowLongAgo(String text, Instant meant) {
        assertThat(PastTime.read(SINCE, text, NOON)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "10", "-5m", "2026-11-23", "99999999999s"})
    void saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> PastTime.read(SINCE, text, NOON))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--since: '" + text + "'")
                .hasMessageContaining("10m");
    }
}

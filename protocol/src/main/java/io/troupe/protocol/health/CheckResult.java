package io.troupe.protocol.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one check of one instance so far.
 *
 * @param check the check's name
 * @param outcome what it says at present
 * @param since since when it says so
 * @param failures how often in a row it has failed; 0 unless it fails
 * @param exhausted whether it has failed so often that the instance is to be killed
 * @param status the last answer in a number: an HTTP status or an exit code; null if there was none
 * @param message what was wrong last, for a person; empty if nothing was
 * @param firstSuccess when it passed first; null if it never did
 * @param lastSuccess when it passed last, as far as told: an agent does not tell each success
 * @param lastFailure when it failed last; null if it never did
 * @param response the last answer, if the check keeps it; else null
 */
public record CheckResult(
        String check,
        CheckOutcome outcome,
        Instant since,
        int failures,
        boolean exhausted,
        @Nullable Integer status,
        String message,
        @Nullable Instant firstSuccess,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable CheckResponse response) {
    public static final int MESSAGE_MAX = 300;

    /** A check that was never tried. */
    public static CheckResult untried(String check, Instant since) {
        return new CheckResult(check, CheckOutcome.UNKNOWN, since, 0, false, null, "", null, null, null, null);
    }

    public boolean passing() {
        return outcome == CheckOutcome.PASSING;
    }

    public boolean failing() {
        return outcome == CheckOutcome.FAILING;
    }
}

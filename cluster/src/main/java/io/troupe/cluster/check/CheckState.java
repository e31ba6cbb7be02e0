package io.troupe.cluster.check;

import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import java.time.Instant;

/**
 * One check of one instance.
 *
 * <pre>
 * UNKNOWN -> PASSING <-> FAILING
 * UNKNOWN -> FAILING            (not within the grace period)
 * </pre>
 *
 * @param failuresInRow how often in a row it has failed, also while that has no consequence yet
 * @param dueAt when it is to be tried next
 * @param underWay whether a try has not been answered yet
 * @param over whether it is not tried any more
 */
record CheckState(
        CheckSpec spec, CheckResult result, int failuresInRow, Instant dueAt, boolean underWay, boolean over) {
    static CheckState untried(CheckSpec spec, Instant since, Instant firstAt) {
        return new CheckState(spec, CheckResult.untried(spec.name(), since), 0, firstAt, false, false);
    }

    CheckState tried(Instant next) {
        return new CheckState(spec, result, failuresInRow, next, true, over);
    }

    CheckState dueAt(Instant next) {
        return new CheckState(spec, result, failuresInRow, next, underWay, over);
    }

    /** After an answer at that time; {@code started} is when the instance began to run. */
    CheckState answered(ProbeAnswer answer, Instant started, Instant now) {
        return switch (answer.verdict()) {
            case PASSED -> passed(answer, now);
            case FAILED -> failed(answer, started, now);
            case IGNORED -> new CheckState(spec, result, failuresInRow, dueAt, false, over);
        };
    }

    private CheckState passed(ProbeAnswer answer, Instant now) {
        var first = result.firstSuccess() == null ? now : result.firstSuccess();
        var next = new CheckResult(
                spec.name(),
                CheckOutcome.PASSING,
                result.passing() ? result.since() : now,
                0,
                false,
                answer.status(),
                "",
                first,
                now,
                result.lastFailure(),
                answer.response());
        return new CheckState(spec, next, 0, dueAt, false, spec.purpose().once());
    }

    private CheckState failed(ProbeAnswer answer, Instant started, Instant now) {
        var counts = result.firstSuccess() != null || !now.isBefore(started.plus(spec.grace()));
        var inRow = counts ? failuresInRow + 1 : 0;
        var outcome = counts ? outcome(inRow) : result.outcome();
        var next = new CheckResult(
                spec.name(),
                outcome,
                outcome == result.outcome() ? result.since() : now,
                outcome == CheckOutcome.FAILING ? inRow : 0,
                spec.purpose().kills() && spec.failuresMax() != null && inRow >= spec.failuresMax(),
                answer.status(),
                shortened(answer.message()),
                result.firstSuccess(),
                result.lastSuccess(),
                counts ? now : result.lastFailure(),
                answer.response());
        return new CheckState(spec, next, inRow, dueAt, false, over);
    }

    /** What has never passed, or gates by passing all the time, fails at the first failure; readiness may allow some. */
    private CheckOutcome outcome(int inRow) {
        var allowed = switch (spec.purpose()) {
            case READINESS -> spec.failuresMax() == null ? 1 : spec.failuresMax();
            case LIVENESS, STARTUP, ROLLOUT, OBSERVED -> 1;
        };
        return inRow >= allowed || !result.passing() ? CheckOutcome.FAILING : CheckOutcome.PASSING;
    }

    private static String shortened(String message) {
        return message.length() <= CheckResult.MESSAGE_MAX ? message : message.substring(0, CheckResult.MESSAGE_MAX);
    }
}

package io.troupe.cluster.check;

import io.troupe.protocol.health.CheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a try came to.
 *
 * @param verdict whether it passed
 * @param status an HTTP status or an exit code; null if there was none
 * @param message what was wrong; empty if it passed
 * @param response the answer, if it is kept; else null
 */
public record ProbeAnswer(
        Verdict verdict,
        @Nullable Integer status,
        String message,
        @Nullable CheckResponse response) {
    /** Whether a try passed. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** It says nothing, neither good nor bad. */
        IGNORED
    }

    public static ProbeAnswer passed(@Nullable Integer status) {
        return new ProbeAnswer(Verdict.PASSED, status, "", null);
    }

    public static ProbeAnswer failed(@Nullable Integer status, String message) {
        return new ProbeAnswer(Verdict.FAILED, status, message, null);
    }

    public ProbeAnswer withResponse(CheckResponse answer) {
        return new ProbeAnswer(verdict, status, message, answer);
    }
}

package io.troupe.cli.words;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A moment as people name it: a time with its zone ({@code 2026-11-23T11:30:00Z}), or how long ago it was ({@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}). */
public final class PastTime {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    private PastTime() {}

    public static Instant read(Option option, String text, Instant now) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(ago(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UsageException(option.name() + ": '" + text
                    + "' is neither a time like 2026-11-23T11:30:00Z nor how long ago, like 90s, 10m, 2h or 1d");
        }
    }

    private static Duration ago(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

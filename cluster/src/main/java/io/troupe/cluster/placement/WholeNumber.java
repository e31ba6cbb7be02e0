package io.troupe.cluster.placement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of a constraint that counts. */
final class WholeNumber {
    private static final int DIGITS_MAX = 9;

    private WholeNumber() {}

    /** Empty if the text is not a number from 0 up. */
    static Optional<Integer> of(@Nullable String text) {
        return text != null && text.length() <= DIGITS_MAX && text.matches("[0-9]+")
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }
}

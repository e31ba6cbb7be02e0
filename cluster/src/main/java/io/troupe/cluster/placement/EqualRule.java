package io.troupe.cluster.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** IS: equal as text, or as numbers after rounding to thousandths. */
final class EqualRule implements ConstraintFilter.ValueRule {
    private static final int DIGITS = 3;
    /** Longer texts are not read as numbers: an exponent could make one endless. */
    private static final int NUMBER_LENGTH_MAX = 32;

    private final String wanted;

    EqualRule(@Nullable String wanted) {
        this.wanted = wanted == null ? "" : wanted;
    }

    @Override
    public Optional<String> faultOf(String value, Peers peers) {
        return value.equals(wanted) || equalNumbers(value) ? Optional.empty() : Optional.of(value);
    }

    private boolean equalNumbers(String value) {
        Optional<BigDecimal> number = rounded(value);
        return number.isPresent() && number.equals(rounded(wanted));
    }

    private static Optional<BigDecimal> rounded(String text) {
        if (text.length() > NUMBER_LENGTH_MAX || !text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text).setScale(DIGITS, RoundingMode.HALF_UP));
    }
}

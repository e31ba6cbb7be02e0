package io.troupe.cluster.placement;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * LIKE and UNLIKE: whether the regular expression matches the value as a whole.
 *
 * <p>A pattern comes from a user and is tried by the one broker of the cluster, so the work it may cause is bounded: one that needs more steps refuses.
 */
final class PatternRule implements ConstraintFilter.ValueRule {
    /** More characters than this are not looked at for one value. */
    static final int STEPS_MAX = 100_000;

    private final @Nullable Pattern pattern;
    private final boolean wanted;

    private PatternRule(@Nullable Pattern pattern, boolean wanted) {
        this.pattern = pattern;
        this.wanted = wanted;
    }

    static PatternRule like(@Nullable String expression) {
        return new PatternRule(compiled(expression), true);
    }

    static PatternRule unlike(@Nullable String expression) {
        return new PatternRule(compiled(expression), false);
    }

    @Override
    public Optional<String> faultOf(String value, Peers peers) {
        if (pattern == null) {
            return Optional.of("that is not a regular expression");
        }
        try {
            boolean matches = pattern.matcher(new BoundedText(value, STEPS_MAX)).matches();
            return matches == wanted ? Optional.empty() : Optional.of(value);
        } catch (BoundedText.TooLong | StackOverflowError endless) {
            return Optional.of(value + ", for which the expression takes too long");
        }
    }

    @Override
    public Optional<String> faultOfMissing() {
        return wanted ? ConstraintFilter.ValueRule.super.faultOfMissing() : Optional.empty();
    }

    private static @Nullable Pattern compiled(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException wrong) {
            return null;
        }
    }
}

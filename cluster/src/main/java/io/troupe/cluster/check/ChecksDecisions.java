package io.troupe.cluster.check;

import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Decides when the checks of an instance are tried and what of their answers is told: {@code decide(state, input, now)}.
 *
 * <p>Each check has its own rate; one that is slow delays only itself. While a start-up check has not passed, the others wait.
 */
public final class ChecksDecisions {
    /** What is no turn and no failure that counts, such as another message, is told at most so often. */
    static final Duration WORDS_AGAIN = Duration.ofSeconds(30);

    private static final int EACH_FAILURE_MAX = 10;

    private ChecksDecisions() {}

    /** The state that follows, and what is to be done. */
    public record Decision(ChecksState state, List<CheckEffect> effects) {
        public Decision {
            effects = List.copyOf(effects);
        }
    }

    /** The wakes owed to begin with. */
    public static Decision begin(ChecksState state) {
        var startingUp = state.startingUp();
        var wakes = IntStream.range(0, state.checks().size())
                .filter(index -> !startingUp || isStartup(state, index))
                .mapToObj(index -> (CheckEffect)
                        new CheckEffect.Wake(index, state.checks().get(index).dueAt()))
                .toList();
        return new Decision(state, wakes);
    }

    public static Decision decide(ChecksState state, CheckInput input, Instant now) {
        return switch (input) {
            case CheckInput.Due due -> due(state, due.check(), now);
            case CheckInput.Answered answered -> answered(state, answered.check(), answered.answer(), now);
        };
    }

    private static boolean isStartup(ChecksState state, int index) {
        return state.checks().get(index).spec().purpose() == CheckPurpose.STARTUP;
    }

    private static Decision due(ChecksState state, int index, Instant now) {
        var check = state.checks().get(index);
        if (check.over() || check.underWay() || now.isBefore(check.dueAt())) {
            return new Decision(state, List.of());
        }
        // A rate, not a pause: who was late does not shift what follows, and who was very late does not catch up.
        var onTime = check.dueAt().plus(check.spec().interval());
        var next = onTime.isAfter(now) ? onTime : now.plus(check.spec().interval());
        return new Decision(state.with(index, check.tried(next)), List.of(new CheckEffect.Try(index)));
    }

    private static Decision answered(ChecksState state, int index, ProbeAnswer answer, Instant now) {
        var before = state.checks().get(index);
        if (!before.underWay()) {
            return new Decision(state, List.of());
        }
        var heldBack = state.startingUp();
        var check = before.answered(answer, state.started(), now);
        var next = state.with(index, check);
        var effects = new ArrayList<CheckEffect>(2);
        if (!check.over()) {
            effects.add(new CheckEffect.Wake(index, check.dueAt()));
        }
        if (heldBack && !next.startingUp()) {
            for (var other = 0; other < next.checks().size(); other++) {
                if (!isStartup(next, other)) {
                    var waited = next.checks().get(other);
                    var due = waited.dueAt().isBefore(now) ? now : waited.dueAt();
                    next = next.with(other, waited.dueAt(due));
                    effects.add(new CheckEffect.Wake(other, due));
                }
            }
        }
        return told(next, effects, now);
    }

    private static Decision told(ChecksState state, List<CheckEffect> effects, Instant now) {
        var health = state.health();
        if (!isNews(state.told(), health, Duration.between(state.toldAt(), now).compareTo(WORDS_AGAIN) >= 0)) {
            return new Decision(state, effects);
        }
        effects.add(new CheckEffect.Tell(health));
        return new Decision(state.told(health, now), effects);
    }

    private static boolean isNews(Health told, Health health, boolean wordsToo) {
        if (told.readiness() != health.readiness()
                || told.results().size() != health.results().size()) {
            return true;
        }
        for (var index = 0; index < health.results().size(); index++) {
            var before = told.results().get(index);
            var after = health.results().get(index);
            if (turned(before, after) || wordsToo && !sameWords(before, after)) {
                return true;
            }
        }
        return false;
    }

    private static boolean turned(CheckResult before, CheckResult after) {
        return before.outcome() != after.outcome()
                || before.exhausted() != after.exhausted()
                || before.failures() != after.failures() && isTold(after.failures())
                || before.message().isEmpty() && !after.message().isEmpty() && after.firstSuccess() == null;
    }

    private static boolean isTold(int failures) {
        return failures <= EACH_FAILURE_MAX || Integer.bitCount(failures) == 1;
    }

    private static boolean sameWords(CheckResult before, CheckResult after) {
        return before.message().equals(after.message())
                && Objects.equals(before.status(), after.status())
                && Objects.equals(before.response(), after.response());
    }
}

package io.troupe.node.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurityTest {
    private static final ArchRule KNOW_NOTHING_OUTSIDE = noClasses()
            .that(PureCode.pure())
            .should()
            .dependOnClassesThat(PureCode.outsideWorld())
            .because("the whole control plane has to run in one thread, on virtual time, from a seed");

    private static final ArchRule TAKE_EVERYTHING_AS_AN_ARGUMENT = noClasses()
            .that(PureCode.pure())
            .should()
            .callCodeUnitWhere(PureCode.hiddenInput())
            .because("the same state and input must always give the same decision, today and in a replay");

    @Test
    void pureClassesKnowNothingOfTheWorldOutside() {
        KNOW_NOTHING_OUTSIDE.check(ProductClasses.main());
    }

    @Test
    void pureClassesTakeTimeAndChanceAsArguments() {
        TAKE_EVERYTHING_AS_AN_ARGUMENT.check(ProductClasses.main());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FileFilter", "ClockState", "LoggingDecisions"})
    void aPureClassThatReachesOutsideIsFound(String violation) {
        assertThat(Violations.of(KNOW_NOTHING_OUTSIDE)).contains(violation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HurriedPlanner", "DiceScorer", "NestedTranslator"})
    void aPureClassWithAHiddenInputIsFound(String violation) {
        assertThat(Violations.of(TAKE_EVERYTHING_AS_AN_ARGUMENT)).contains(violation);
    }

    @Test
    void aPureClassWithASeedIsFine() {
        assertThat(Violations.of(TAKE_EVERYTHING_AS_AN_ARGUMENT)).doesNotContain("SeededPlacement");
    }
}

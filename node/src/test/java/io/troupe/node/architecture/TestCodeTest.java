package io.troupe.node.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class TestCodeTest {
    private static final ArchRule AWAIT_A_CONDITION = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("a test that waits for a time is slow on a quiet machine and wrong on a busy one");

    private static final ArchRule NO_TEST_IS_SWITCHED_OFF = noMethods()
            .should()
            .beAnnotatedWith(Disabled.class)
            .because("a test nobody runs says something nobody knows to be true");

    private static final ArchRule NO_CLASS_IS_SWITCHED_OFF =
            noClasses().should().beAnnotatedWith(Disabled.class).because("it hides even more tests");

    @Test
    void testsAwaitConditionsInsteadOfSleeping() {
        AWAIT_A_CONDITION.check(ProductClasses.tests());
    }

    @Test
    void noTestIsSwitchedOff() {
        NO_TEST_IS_SWITCHED_OFF.check(ProductClasses.tests());
        NO_CLASS_IS_SWITCHED_OFF.check(ProductClasses.tests());
    }

    @Test
    void aSleepIsFound() {
        assertThat(Violations.of(AWAIT_A_CONDITION)).contains("Sleeper");
    }
}

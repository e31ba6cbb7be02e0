package io.troupe.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {
    private static final Pattern SAYS_NOTHING =
            Pattern.compile("\\w*(Manager|Helper|Helpers|Util|Utils|Impl|Processor)|(Base|Abstract|Common)[A-Z]\\w*");
    private static final Pattern EVERYTHING_IS_THIS = Pattern.compile("\\w+(Info|Data)");

    private static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should(be(named(SAYS_NOTHING)))
            .because("such a name fits any class, so nobody finds this one by it; name what it does (docs/STYLE.md)");

    private static final ArchRule NO_INFO_NO_DATA = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.troupe.gateway.marathon..", "io.troupe.gateway.kubernetes..", "io.troupe.gateway.mesos..")
            .should(be(named(EVERYTHING_IS_THIS)))
            .because("every record is information; only a dialect may have to use such a word of its own");

    @Test
    void namesSayWhatAThingIs() {
        NAMES_SAY_WHAT_A_THING_IS.check(ProductClasses.main());
        NO_INFO_NO_DATA.check(ProductClasses.main());
    }

    @Test
    void soDoTheNamesInTests() {
        NAMES_SAY_WHAT_A_THING_IS.check(ProductClasses.tests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SlotManager", "BaseAgent"})
    void aNameThatSaysNothingIsFound(String violation) {
        assertThat(Violations.of(NAMES_SAY_WHAT_A_THING_IS)).contains(violation);
    }

    @ParameterizedTest
    @ValueSource(strings = "BasedOnFacts")
    void aNameThatOnlyBeginsLikeOneIsFine(String name) {
        assertThat(Violations.of(NAMES_SAY_WHAT_A_THING_IS)).doesNotContain(name);
    }

    private static DescribedPredicate<JavaClass> named(Pattern pattern) {
        return describe(
                "named " + pattern,
                type -> pattern.matcher(type.getSimpleName()).matches());
    }
}

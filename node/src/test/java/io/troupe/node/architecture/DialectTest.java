package io.troupe.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final String[] DIALECTS = {
        "io.troupe.gateway.marathon..", "io.troupe.gateway.kubernetes..", "io.troupe.gateway.mesos.."
    };
    private static final Pattern DIALECT_WORD = Pattern.compile("Marathon|Kubernetes|Mesos|Pod(?![a-z])|ReplicaSet");

    private static final ArchRule STOP_AT_THE_DIALECT = noClasses()
            .that()
            .resideOutsideOfPackages(DIALECTS)
            .and()
            .resideOutsideOfPackage("io.troupe.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DIALECTS)
            .because("a dialect is a translation at the edge: only the gateway's own wiring may name one");

    private static final ArchRule DO_NOT_SEE_EACH_OTHER = slices().matching("io.troupe.gateway.(*)..")
            .that(describe(
                    "dialects",
                    slice -> List.of("marathon", "kubernetes", "mesos").contains(slice.getNamePart(1))))
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true)
            .because("one dialect can then be changed, or taken out, without reading another");

    private static final ArchRule BEHIND_THE_GATEWAY_NOBODY_SPEAKS_ONE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.troupe.protocol..", "io.troupe.persistence..", "io.troupe.cluster..", "io.troupe.node..")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(namedInADialect()))
            .because("nothing behind the gateway knows a dialect's name");

    @Test
    void aDialectsTypesStayInItsPackage() {
        STOP_AT_THE_DIALECT.check(ProductClasses.main());
    }

    @Test
    void dialectsDoNotSeeEachOther() {
        DO_NOT_SEE_EACH_OTHER.check(ProductClasses.main());
    }

    @Test
    void nobodyBehindTheGatewayUsesADialectsWords() {
        BEHIND_THE_GATEWAY_NOBODY_SPEAKS_ONE.check(ProductClasses.main());
    }

    private static DescribedPredicate<JavaClass> namedInADialect() {
        return describe(
                "named in a dialect's words",
                type -> DIALECT_WORD.matcher(type.getSimpleName()).find());
    }
}

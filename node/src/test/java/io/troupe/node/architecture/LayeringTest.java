package io.troupe.node.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class LayeringTest {
    private static final ArchRule ARROWS_POINT_UP = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("protocol")
            .definedBy("io.troupe.protocol..")
            .layer("persistence")
            .definedBy("io.troupe.persistence..")
            .layer("cluster")
            .definedBy("io.troupe.cluster..")
            .layer("gateway")
            .definedBy("io.troupe.gateway..")
            .layer("cli")
            .definedBy("io.troupe.cli..")
            .layer("node")
            .definedBy("io.troupe.node..")
            .whereLayer("protocol")
            .mayNotAccessAnyLayer()
            .whereLayer("persistence")
            .mayOnlyAccessLayers("protocol")
            .whereLayer("cluster")
            .mayOnlyAccessLayers("protocol", "persistence")
            .whereLayer("gateway")
            .mayOnlyAccessLayers("protocol", "cluster")
            .whereLayer("cli")
            .mayOnlyAccessLayers("protocol")
            .whereLayer("node")
            .mayOnlyAccessLayers("protocol", "persistence", "cluster", "gateway")
            .because("each module can then be understood with nothing but those below it");

    private static final ArchRule MAIN_ALONE_KNOWS_THE_GATEWAY = noClasses()
            .that()
            .resideInAPackage("io.troupe.node..")
            .and()
            .doNotHaveFullyQualifiedName("io.troupe.node.Main")
            .and()
            .resideOutsideOfPackage("io.troupe.node.start..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.troupe.gateway..")
            .because("the agent must work whatever voice the node speaks with");

    private static final ArchRule WORDS_NEED_NO_LIBRARY = noClasses()
            .that()
            .resideInAPackage("io.troupe.protocol..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.troupe.protocol..",
                    "java..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations..")
            .because("the words are read by every module and must not bind it to a library");

    private static final ArchRule PACKAGES_MAKE_NO_CIRCLES = slices().matching("io.troupe.(*).(**)")
            .should()
            .beFreeOfCycles()
            .because("of two packages that need each other neither can be understood first");

    @Test
    void everyModuleIsSeen() {
        assertThat(ProductClasses.missing()).isEmpty();
        assertThat(ProductClasses.main()).hasSizeGreaterThan(ProductClasses.MODULES.size());
    }

    @Test
    void arrowsBetweenModulesPointUpOnly() {
        ARROWS_POINT_UP.check(ProductClasses.main());
    }

    @Test
    void mainAloneKnowsTheGateway() {
        MAIN_ALONE_KNOWS_THE_GATEWAY.check(ProductClasses.main());
    }

    @Test
    void theWordsOfTheProtocolNeedNoLibrary() {
        WORDS_NEED_NO_LIBRARY.check(ProductClasses.main());
    }

    @Test
    void packagesMakeNoCircles() {
        PACKAGES_MAKE_NO_CIRCLES.check(ProductClasses.main());
    }
}

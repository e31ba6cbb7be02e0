package io.troupe.node.architecture;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Which of the classes in {@code violations} a rule finds. */
final class Violations {
    private Violations() {}

    static Set<String> of(ArchRule rule) {
        var classes = ProductClasses.violations();
        var found = rule.evaluate(classes).getFailureReport().getDetails();
        return classes.stream()
                .filter(type -> found.stream().anyMatch(line -> line.contains(type.getName())))
                .map(type -> type.getName().substring(type.getPackageName().length() + 1))
                .map(name -> name.contains("$") ? name.substring(0, name.indexOf('$')) : name)
                .collect(toUnmodifiableSet());
    }
}

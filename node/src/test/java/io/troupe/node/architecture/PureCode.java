package io.troupe.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** What a pure class is, and what it may not touch. */
final class PureCode {
    private static final Set<String> SUFFIXES =
            Set.of("State", "Decisions", "Planner", "Filter", "Scorer", "Translator", "Placement");

    private static final Set<String> CLOCK_READS = Set.of("currentTimeMillis", "nanoTime");
    private static final Set<String> DICE = Set.of("java.util.Random", "java.util.SplittableRandom");

    private PureCode() {}

    /** By the name of the file it stands in, so that nested records and lambdas count too. */
    static DescribedPredicate<JavaClass> pure() {
        return describe(
                "pure (their file's name ends in %s)".formatted(String.join(", ", SUFFIXES)),
                type -> SUFFIXES.stream().anyMatch(fileName(type)::endsWith));
    }

    static DescribedPredicate<JavaClass> outsideWorld() {
        return describe(
                "of the world outside: actors, clocks, dice, I/O, logs",
                type -> type.getPackageName().startsWith("akka.")
                        || type.getPackageName().equals("java.io")
                        || type.getPackageName().startsWith("java.nio.file")
                        || type.getPackageName().startsWith("java.nio.channels")
                        || type.getPackageName().startsWith("java.net")
                        || type.getPackageName().startsWith("java.sql")
                        || type.getPackageName().startsWith("org.slf4j")
                        || Set.of(
                                        "java.time.Clock",
                                        "java.time.InstantSource",
                                        "java.security.SecureRandom",
                                        "java.util.concurrent.ThreadLocalRandom",
                                        "java.lang.Thread")
                                .contains(type.getName()));
    }

    static DescribedPredicate<JavaCall<?>> hiddenInput() {
        return describe(
                "a clock, a die or a new id that is not an argument",
                call -> readsClock(call.getTarget())
                        || throwsDice(call.getTarget())
                        || readsSurroundings(call.getTarget()));
    }

    private static boolean readsClock(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.startsWith("java.time.") && target.getName().equals("now")
                || owner.equals("java.lang.System") && CLOCK_READS.contains(target.getName());
    }

    /** A generator made from a seed is fine: the seed is an argument. */
    private static boolean throwsDice(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.equals("java.util.UUID") && target.getName().equals("randomUUID")
                || owner.equals("java.lang.Math") && target.getName().equals("random")
                || DICE.contains(owner) && target.getFullName().endsWith("<init>()");
    }

    private static boolean readsSurroundings(AccessTarget target) {
        return target.getOwner().getName().equals("java.lang.System")
                && Set.of("getenv", "getProperty", "getProperties").contains(target.getName());
    }

    private static String fileName(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length());
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}

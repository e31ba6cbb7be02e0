package io.troupe.node.engine.simulated;

import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import io.troupe.node.engine.simulated.Faults.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one simulated container is to behave: what it runs, which operations on it fail, and which take longer.
 *
 * <p>The variable {@value #VARIABLE} says it, in steps between semicolons: {@code fail OPERATION KIND [TIMES]} lets an operation fail, always or
 * the first times; {@code slow OPERATION SECONDS} lets it take longer. Operations are {@code prepare}, {@code create}, {@code start}, {@code stop}
 * and {@code remove}; kinds are those of {@link EngineException.Kind} in small letters. All other steps are a {@link Script}, which then
 * runs in place of the command.
 */
record Directions(Script script, Map<Operation, Failing> failing, Map<Operation, Duration> slow) {
    static final String VARIABLE = "TROUPE_SIMULATED";

    private static final Pattern FAIL = Pattern.compile("fail (\\w+) (\\w+)(?: (\\d{1,6}))?");
    private static final Pattern SLOW = Pattern.compile("slow (\\w+) (\\d{1,6}(?:\\.\\d{1,3})?)");

    /** @param times how many calls fail before the first that does not */
    record Failing(Kind kind, int times) {}

    Directions {
        failing = Map.copyOf(failing);
        slow = Map.copyOf(slow);
    }

    static Directions of(ContainerPlan plan) {
        var command = plan.container().command();
        var told = plan.environment().get(VARIABLE);
        if (told == null) {
            return new Directions(Script.of(command), Map.of(), Map.of());
        }
        var failing = new EnumMap<Operation, Failing>(Operation.class);
        var slow = new EnumMap<Operation, Duration>(Operation.class);
        var rest = new ArrayList<String>();
        for (var step : told.split(";")) {
            var text = step.strip();
            var fail = FAIL.matcher(text);
            var slowly = SLOW.matcher(text);
            if (fail.matches()) {
                var times = fail.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(fail.group(3));
                failing.put(
                        named(Operation.class, fail.group(1)), new Failing(named(Kind.class, fail.group(2)), times));
            } else if (slowly.matches()) {
                slow.put(named(Operation.class, slowly.group(1)), Script.seconds(slowly.group(2)));
            } else {
                rest.add(text);
            }
        }
        var script = String.join(";", rest);
        return new Directions(script.isBlank() ? Script.of(command) : Script.parse(script), failing, slow);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Kind.REFUSED_BY_ENGINE, VARIABLE + " says '" + name + "', which is none of its words", e);
        }
    }
}

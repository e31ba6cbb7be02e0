package io.troupe.cluster.simulation;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The program behind {@code bin/simulate}. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("--sizes")) {
            Sizes.print(List.of(arguments).contains("--quick"));
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println("simulate: " + wrong.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(options.tells() ? tell(options) : search(options));
    }

    /** One seed, with its whole story. */
    private static int tell(Options options) {
        WorldSettings settings = options.world(options.firstSeed());
        System.out.println(Report.of(settings));
        Simulation.Outcome outcome = Simulation.run(settings, Parts.PRODUCT, System.out::println);
        System.out.println(Report.of(outcome, false));
        return outcome.failure() == null ? 0 : 1;
    }

    /** Many seeds on all cores, until one fails or all have passed. */
    private static int search(Options options) {
        AtomicReference<Simulation.@Nullable Outcome> failed = new AtomicReference<>();
        Tally tally = new Tally(options);
        tally.run(outcome -> failed.compareAndSet(null, outcome));
        Simulation.Outcome first = failed.get();
        if (first != null) {
            System.out.println(Report.of(first, true));
            System.out.println("Looking for a smaller world that fails in the same way ...");
            Simulation.Outcome smallest = new Shrinking(Parts.PRODUCT).shrink(first);
            System.out.println(Report.of(smallest, true));
        }
        System.out.println(tally.summary());
        return first == null ? 0 : 1;
    }
}

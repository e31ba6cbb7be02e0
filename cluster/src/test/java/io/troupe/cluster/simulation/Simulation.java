package io.troupe.cluster.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: faults and users, then calm, in which all must get right and then silent. */
public final class Simulation {
    private static final long LOOK_MILLIS = 2_000;
    private static final long UNDERWAY_MILLIS = 30_000;
    private static final long RIGHT_AFTER_MILLIS_MAX = 600_000;
    private static final long ENDED_AFTER_MILLIS_MAX = 60_000;
    private static final int CANCEL_ROUNDS_MAX = 4;
    private static final long CLEARED_AFTER_MILLIS_MAX = 300_000;
    private static final long SETTLE_MILLIS = 90_000;
    /** A launch that was on its way to a machine that is gone is given up only then. */
    private static final long GIVEN_UP_AFTER_MILLIS = 330_000;

    /** What follows the nodes gives up what stood on a machine that is gone only after so long, once it has begun to follow them. */
    private static final long GONE_AFTER_MILLIS = 480_000;

    private static final long SILENCE_MILLIS = 60_000;

    static final String GETS_RIGHT = "Once faults end, what users want is reached in bounded time";
    static final String LEAVES_NOTHING = "A deleted workload leaves nothing anywhere";
    static final String FALLS_SILENT = "Once all is right, nothing is written and little is said";

    private final WorldSettings settings;
    private final Story story;
    private final World world;

    private Simulation(WorldSettings settings, Parts parts, @Nullable Consumer<String> listener) {
        this.settings = settings;
        this.story = new Story(listener);
        this.world = new World(settings, parts, story);
    }

    /** @param listener is told each line of the story; null if nobody reads it */
    public static Outcome run(WorldSettings settings, Parts parts, @Nullable Consumer<String> listener) {
        return new Simulation(settings, parts, listener).run();
    }

    private Outcome run() {
        @Nullable Failure failure = null;
        try {
            world.begin();
            world.timeline().runUntil(settings.faulty().toMillis());
            world.calmDown();
            getRight();
            endAll();
            fallSilent();
        } catch (InvariantViolation violation) {
            failure = new Failure(violation.sentence(), String.valueOf(violation.getMessage()), story.lastLines());
        } catch (RuntimeException | AssertionError bug) {
            failure = new Failure("The product does not fail by itself", Failure.textOf(bug), story.lastLines());
        }
        return new Outcome(
                settings,
                world.timeline().steps(),
                world.timeline().nowMillis(),
                world.storage().writes(),
                world.network().sent(),
                failure);
    }

    private Optional<String> until(long millisMax, Check check) {
        long deadline = world.timeline().nowMillis() + millisMax;
        Optional<String> missing = check.missing();
        while (missing.isPresent() && world.timeline().nowMillis() < deadline) {
            world.users().lookAfter();
            world.timeline().runUntil(world.timeline().nowMillis() + LOOK_MILLIS);
            missing = check.missing();
        }
        return missing;
    }

    @FunctionalInterface
    private interface Check {
        Optional<String> missing();
    }

    private long rightAfterMillisMax() {
        return world.hasLostSome() ? RIGHT_AFTER_MILLIS_MAX + GONE_AFTER_MILLIS : RIGHT_AFTER_MILLIS_MAX;
    }

    private void getRight() {
        // What users asked for in the last moment may still be under way.
        world.timeline().runUntil(world.timeline().nowMillis() + UNDERWAY_MILLIS);
        Convergence convergence = new Convergence(world);
        until(rightAfterMillisMax(), convergence::missing).ifPresent(missing -> {
            throw new InvariantViolation(GETS_RIGHT, missing);
        });
        world.tell("users", () -> "all is as it should be");
    }

    /** What waits for room for ever is given up; then every deployment has an outcome, and deleted workloads are forgotten. */
    private void endAll() {
        Convergence convergence = new Convergence(world);
        // A deployment that is cancelled may be undone by another one, which has no room either.
        Optional<String> left = Optional.empty();
        for (int round = 0; round < CANCEL_ROUNDS_MAX; round++) {
            world.users().cancelAll(convergence.stuck());
            left = until(
                    ENDED_AFTER_MILLIS_MAX,
                    () -> Optional.of(convergence.stuck())
                            .filter(stuck -> !stuck.isEmpty())
                            .map(stuck -> "not ended: " + stuck));
        }
        left.ifPresent(missing -> {
            throw new InvariantViolation(GETS_RIGHT, missing);
        });
        until(rightAfterMillisMax(), convergence::missing).ifPresent(missing -> {
            throw new InvariantViolation(GETS_RIGHT, missing);
        });
        until(CLEARED_AFTER_MILLIS_MAX, convergence::leftovers).ifPresent(remains -> {
            throw new InvariantViolation(LEAVES_NOTHING, remains);
        });
    }

    private void fallSilent() {
        long settling = world.hasLostSome() ? SETTLE_MILLIS + GIVEN_UP_AFTER_MILLIS : SETTLE_MILLIS;
        world.timeline().runUntil(world.timeline().nowMillis() + settling);
        long writes = world.storage().writes();
        long sent = world.network().sent();
        world.timeline().runUntil(world.timeline().nowMillis() + SILENCE_MILLIS);
        long written = world.storage().writes() - writes;
        long said = world.network().sent() - sent;
        if (written > 0) {
            throw new InvariantViolation(FALLS_SILENT, written + " writes in a quiet minute");
        }
        long allowed = allowed();
        if (said > allowed) {
            throw new InvariantViolation(FALLS_SILENT, said + " messages in a quiet minute, at most " + allowed);
        }
        new Convergence(world).missing().ifPresent(missing -> {
            throw new InvariantViolation(GETS_RIGHT, "it was right, and is not any more: " + missing);
        });
    }

    /** Node reports, the broker's and the keeper's rounds, and comparing pictures of each workload with each of its nodes. */
    private long allowed() {
        long nodes = world.members().size();
        long pairs = world.truth().workloads().values().stream()
                .mapToLong(state -> state.instances().stream()
                        .map(instance -> String.valueOf(instance.place()))
                        .distinct()
                        .count())
                .sum();
        return 40 * nodes + 12 * pairs + 12L * settings.workloads() + 20;
    }

    /** What a run came to; {@code failure} is null if all was well. */
    public record Outcome(
            WorldSettings settings,
            long steps,
            long virtualMillis,
            long writes,
            long messages,
            @Nullable Failure failure) {}

    /**
     * @param sentence the invariant that does not hold
     * @param facts what shows it
     * @param lastLines the last steps
     */
    public record Failure(String sentence, String facts, List<String> lastLines) {
        public Failure {
            lastLines = List.copyOf(lastLines);
        }

        static String textOf(Throwable bug) {
            StringBuilder text = new StringBuilder(String.valueOf(bug));
            for (StackTraceElement element : bug.getStackTrace()) {
                if (element.getClassName().startsWith("io.troupe") && text.length() < 1_500) {
                    text.append("\n    at ").append(element);
                }
            }
            return text.toString();
        }
    }
}

package io.troupe.cluster.simulation;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Chance that comes from the seed. Each part of the world has dice of its own, so that leaving one part out does not change the luck of the others. */
public final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String owner) {
        this.random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + owner.hashCode());
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** A waiting time in milliseconds of something that happens once in {@code meanMillis} on average; at least 1. */
    long waiting(long meanMillis) {
        return Math.max(1, (long) (-Math.log(1 - random.nextDouble()) * meanMillis));
    }

    int tie() {
        return random.nextInt(1, Integer.MAX_VALUE);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    <T> T pick(Collection<T> all) {
        Iterator<T> iterator = all.iterator();
        for (int skipped = random.nextInt(all.size()); skipped > 0; skipped--) {
            iterator.next();
        }
        return iterator.next();
    }

    /** Each constant is in it with this probability. */
    <E extends Enum<E>> EnumSet<E> some(Class<E> type, double probability) {
        EnumSet<E> chosen = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            if (chance(probability)) {
                chosen.add(constant);
            }
        }
        return chosen;
    }
}

package io.troupe.cluster.simulation;

import java.util.PriorityQueue;

/** Virtual time and all that is to happen, ordered by time; what happens at the same millisecond is ordered by chance. */
final class Timeline {
    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private final Dice dice;
    private long nowMillis;
    private long numbers;
    private long steps;

    private record Planned(long atMillis, int tie, long number, Runnable act) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            if (byTime != 0) {
                return byTime;
            }
            int byTie = Integer.compare(tie, other.tie);
            return byTie != 0 ? byTie : Long.compare(number, other.number);
        }
    }

    Timeline(Dice dice) {
        this.dice = dice;
    }

    long nowMillis() {
        return nowMillis;
    }

    long steps() {
        return steps;
    }

    void after(long millis, Runnable act) {
        planned.add(new Planned(nowMillis + Math.max(0, millis), dice.tie(), numbers++, act));
    }

    /** At this very moment, before anything that was planned otherwise, and in the order in which it was asked for. */
    void next(Runnable act) {
        planned.add(new Planned(nowMillis, 0, numbers++, act));
    }

    /** Runs all that is planned up to and including this time, which is then the present. */
    void runUntil(long millis) {
        for (Planned head = planned.peek(); head != null && head.atMillis() <= millis; head = planned.peek()) {
            planned.remove();
            nowMillis = head.atMillis();
            steps++;
            head.act().run();
        }
        nowMillis = millis;
    }
}

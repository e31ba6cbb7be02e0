package io.troupe.cluster.dependency;

import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The level of each workload: 0 if it depends on nothing, else one more than the highest level of what it depends on.
 *
 * <p>A group stands in the graph as two points: its gate, before everything below it, and its end, after everything below it. So a group of
 * thousands that depends on a group of thousands is one edge, not millions.
 */
final class DependencyOrder {
    private final Map<Point, List<Point>> followers = new HashMap<>();
    private final Map<Point, Integer> waitsFor = new HashMap<>();
    private final Map<Point, Integer> levels = new HashMap<>();

    /** What can have an order: a workload, or the gate or the end of a group. */
    private sealed interface Point {
        record Work(WorkloadId workload) implements Point {}

        record Gate(TreePath group) implements Point {}

        record End(TreePath group) implements Point {}
    }

    private DependencyOrder(DependencyTree tree) {
        var known = new HashSet<TreePath>();
        tree.groups().keySet().forEach(group -> addGroup(group, known));
        tree.workloads().keySet().forEach(workload -> {
            var place = TreePath.of(workload);
            var group = place.parent().orElse(TreePath.ROOT);
            addGroup(group, known);
            var work = new Point.Work(workload);
            follow(new Point.Gate(group), work);
            follow(work, new Point.End(group));
        });
        tree.groups().forEach((group, on) -> on.forEach(place -> depend(new Point.Gate(group), place, tree, known)));
        tree.workloads()
                .forEach((workload, on) -> on.forEach(place -> depend(new Point.Work(workload), place, tree, known)));
        level();
    }

    static DependencyOrder of(DependencyTree tree) {
        return new DependencyOrder(tree);
    }

    private void addGroup(TreePath group, Set<TreePath> known) {
        var lower = group;
        while (known.add(lower) && !lower.isRoot()) {
            var upper = lower.parent().orElse(TreePath.ROOT);
            follow(new Point.Gate(upper), new Point.Gate(lower));
            follow(new Point.End(lower), new Point.End(upper));
            lower = upper;
        }
    }

    private void depend(Point who, TreePath on, DependencyTree tree, Set<TreePath> groups) {
        if (!on.isRoot() && tree.workloads().containsKey(WorkloadId.of(on.path()))) {
            follow(new Point.Work(WorkloadId.of(on.path())), who);
        } else if (groups.contains(on)) {
            follow(new Point.End(on), who);
        }
    }

    private void follow(Point first, Point then) {
        followers.computeIfAbsent(first, point -> new ArrayList<>()).add(then);
        waitsFor.putIfAbsent(first, 0);
        waitsFor.merge(then, 1, Integer::sum);
    }

    private void level() {
        var open = new HashMap<>(waitsFor);
        var free = new ArrayDeque<Point>();
        var reached = new HashMap<Point, Integer>();
        open.forEach((point, count) -> {
            if (count == 0) {
                free.add(point);
            }
        });
        while (!free.isEmpty()) {
            var point = free.remove();
            int level = reached.getOrDefault(point, 0);
            levels.put(point, level);
            int next = point instanceof Point.Work ? level + 1 : level;
            for (var follower : followers.getOrDefault(point, List.of())) {
                reached.merge(follower, next, Math::max);
                if (open.merge(follower, -1, Integer::sum) == 0) {
                    free.add(follower);
                }
            }
        }
    }

    /** Of what is part of a cycle, or follows one: after all others. */
    int level(WorkloadId workload) {
        return levels.getOrDefault(new Point.Work(workload), Integer.MAX_VALUE);
    }

    /** The places along a cycle that a workload or more are part of, the first one again at the end; empty if there is none. */
    List<TreePath> cycle() {
        var stuck = new HashSet<>(waitsFor.keySet());
        stuck.removeAll(levels.keySet());
        if (stuck.isEmpty()) {
            return List.of();
        }
        // Of what is left, each point has one before it that is left too; so the way back meets itself.
        var before = new HashMap<Point, Point>();
        followers.forEach((first, thens) -> {
            if (stuck.contains(first)) {
                thens.forEach(then -> before.merge(then, first, DependencyOrder::lower));
            }
        });
        var seen = new LinkedHashSet<Point>();
        var point = stuck.stream().reduce(DependencyOrder::lower).orElseThrow();
        while (seen.add(point)) {
            point = before.getOrDefault(point, point);
        }
        return named(seen, point);
    }

    /** Who depends on what along the cycle; that a group's gate comes before what is in it goes without saying. */
    private static List<TreePath> named(SequencedSet<Point> seen, Point start) {
        var cycle = seen.stream().dropWhile(point -> !point.equals(start)).toList();
        var places = new ArrayList<TreePath>();
        for (int index = 0; index < cycle.size(); index++) {
            var who = cycle.get(index);
            var on = cycle.get((index + 1) % cycle.size());
            if (isSaid(who, on)) {
                if (places.isEmpty() || !places.getLast().equals(place(who))) {
                    places.add(place(who));
                }
                places.add(place(on));
            }
        }
        if (!places.getFirst().equals(places.getLast())) {
            places.add(places.getFirst());
        }
        return places;
    }

    private static boolean isSaid(Point who, Point on) {
        return !(who instanceof Point.End) && !(on instanceof Point.Gate);
    }

    private static TreePath place(Point point) {
        return switch (point) {
            case Point.Work(WorkloadId workload) -> TreePath.of(workload);
            case Point.Gate(TreePath group) -> group;
            case Point.End(TreePath group) -> group;
        };
    }

    /** The same one of two at each run, whatever the order of a hash map. */
    private static Point lower(Point one, Point other) {
        return one.toString().compareTo(other.toString()) <= 0 ? one : other;
    }

    /** All workloads that have to be ready before one of these, directly or not. */
    Set<WorkloadId> dependenciesOf(Collection<WorkloadId> workloads) {
        var leaders = new HashMap<Point, List<Point>>();
        followers.forEach((first, thens) -> thens.forEach(then ->
                leaders.computeIfAbsent(then, point -> new ArrayList<>()).add(first)));
        var found = new HashSet<WorkloadId>();
        var seen = new HashSet<Point>();
        var next = new ArrayDeque<Point>();
        workloads.forEach(workload -> next.addAll(leaders.getOrDefault(new Point.Work(workload), List.of())));
        while (!next.isEmpty()) {
            var point = next.remove();
            if (seen.add(point)) {
                if (point instanceof Point.Work(WorkloadId workload)) {
                    found.add(workload);
                }
                next.addAll(leaders.getOrDefault(point, List.of()));
            }
        }
        return found;
    }
}

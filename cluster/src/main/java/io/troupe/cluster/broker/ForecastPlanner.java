package io.troupe.cluster.broker;

import io.troupe.cluster.broker.BrokerCommand.NodeReport;
import io.troupe.cluster.broker.BrokerNews.Granted;
import io.troupe.cluster.broker.BrokerNews.NotPlaced;
import io.troupe.cluster.placement.Fitness;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.placement.Forecast.Outlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what would become of changes: on a copy of the broker's picture, {@link BrokerDecisions} hears the demands that supervisors would state, and the reports
 * of nodes on which something would be stopped. So those who wait already have their turn as they would have it.
 *
 * <p>Instances are taken to be ready as soon as they have a place, and gone as soon as they are stopped.
 */
final class ForecastPlanner {
    /** After so many rounds the rest is placed as if it were replaced at once. */
    static final int ROUNDS_MAX = 100;

    private ForecastPlanner() {}

    /** @param copy a picture of nobody else; it is changed */
    static Forecast forecast(BrokerState copy, List<List<Wish>> steps, Instant now) {
        var outlooks = new ArrayList<Outlook>();
        for (var step : steps) {
            var courses = new LinkedHashMap<WorkloadId, WishCourse>();
            step.forEach(wish -> courses.put(wish.workload(), new WishCourse(counted(copy, wish))));
            run(copy, courses, now);
            courses.values().forEach(course -> outlooks.add(outlook(copy, course)));
        }
        return new Forecast(now, outlooks);
    }

    /** What follows the nodes is as many as they are. */
    private static Wish counted(BrokerState copy, Wish wish) {
        var spec = wish.revision().spec();
        if (!spec.followsNodes() || wish.fresh() == 0 && wish.staying().isEmpty()) {
            return wish;
        }
        var fitness = Fitness.of(spec);
        return wish.onNodes((int) copy.nodes().stream()
                .filter(node -> fitness.isFit(node.report().node()))
                .count());
    }

    private static void run(BrokerState copy, Map<WorkloadId, WishCourse> courses, Instant now) {
        for (int round = 0; round <= ROUNDS_MAX; round++) {
            boolean last = round == ROUNDS_MAX;
            boolean moved = round == 0;
            var demands = new ArrayList<BrokerInput>();
            for (var course : courses.values()) {
                boolean moves = course.move(last);
                moved |= moves;
                if (moves || round == 0) {
                    demands.add(demand(copy, course));
                }
            }
            if (!moved) {
                return;
            }
            hear(copy, courses, demands, now);
            hear(copy, courses, reports(copy, courses), now);
        }
    }

    private static BrokerInput demand(BrokerState copy, WishCourse course) {
        long number = copy.lastNumber(course.wish().workload()).orElse(0L) + 1;
        return new BrokerInput.Demanded(course.demand(number, copy.epoch()));
    }

    /** What nodes would say once that is gone which is being stopped. */
    private static List<BrokerInput> reports(BrokerState copy, Map<WorkloadId, WishCourse> courses) {
        var gone = new TreeMap<NodeId, Set<InstanceId>>();
        courses.values()
                .forEach(course -> course.gone()
                        .forEach(leaver -> gone.computeIfAbsent(leaver.node(), any -> new LinkedHashSet<>())
                                .add(leaver.instance())));
        var reports = new ArrayList<BrokerInput>();
        gone.forEach((id, instances) -> {
            var node = copy.node(id);
            if (node != null) {
                reports.add(new BrokerInput.Reported(without(node.report(), instances)));
            }
        });
        return reports;
    }

    private static NodeReport without(NodeReport report, Set<InstanceId> gone) {
        return new NodeReport(
                report.node(),
                report.incarnation(),
                report.number() + 1,
                report.schedulable(),
                report.holdings().stream()
                        .filter(holding -> !gone.contains(holding.instance()))
                        .toList());
    }

    private static void hear(
            BrokerState copy, Map<WorkloadId, WishCourse> courses, List<BrokerInput> inputs, Instant now) {
        for (var effect : BrokerDecisions.decide(copy, inputs, now)) {
            switch (effect) {
                case BrokerEffect.Tell tell -> {
                    var course = courses.get(tell.workload());
                    if (course != null) {
                        hear(course, tell.news());
                    }
                }
                case BrokerEffect.AskAgents ask -> {}
            }
        }
    }

    private static void hear(WishCourse course, BrokerNews news) {
        switch (news) {
            case Granted granted -> course.granted(granted.grants());
            // Read at the end, from the demand.
            case NotPlaced refused -> {}
            case BrokerNews.Nodes nodes -> {}
        }
    }

    private static Outlook outlook(BrokerState copy, WishCourse course) {
        var open = copy.open(course.wish().workload());
        var told = open == null ? null : open.told();
        return course.outlook(told == null ? null : told.refusals());
    }
}

package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of single instances: by a user, the broker or an agent. */
final class InstancePlanner {
    private InstancePlanner() {}

    static WorkloadReply kill(Deliberation deliberation, WorkloadCommand.KillInstances command) {
        var state = deliberation.state();
        if (!state.exists()) {
            return new WorkloadReply.Refused(
                    deliberation.workload(),
                    Problem.of(ProblemCode.NOT_FOUND, deliberation.workload() + " does not exist"));
        }
        var asked = new HashSet<>(command.instances());
        var known = state.instances().stream()
                .filter(instance -> asked.contains(instance.id()))
                .toList();
        var stopped = known.stream()
                .filter(instance -> instance.stopping() == null)
                .map(Instance::id)
                .toList();
        if (!stopped.isEmpty()) {
            deliberation.add(command.cause(), new WorkloadEvent.StopRequested(stopped, StopReason.KILLED_BY_USER));
        }
        return new WorkloadReply.Killing(known);
    }

    /** Takes the broker's proposals for instances that still wait, unless an older broker made them, or they answer what is not wanted any more. */
    static void granted(Deliberation deliberation, BrokerNews.Granted granted, Exchange exchange) {
        var demand = exchange.demand();
        if (granted.epoch() < demand.brokerEpoch()
                || granted.demand() < demand.answersFrom()
                || granted.demand() > demand.number()) {
            return;
        }
        var state = deliberation.state();
        var byId = state.instancesById();
        var placed = new LinkedHashMap<InstanceId, PlacedInstance>();
        for (var grant : granted.grants()) {
            var instance = byId.get(grant.id());
            if (instance != null
                    && waits(state, instance, deliberation.now())
                    && FollowPlanner.mayTake(
                            state,
                            instance,
                            grant.place().node(),
                            placed.values().stream().map(one -> one.place().node()))) {
                placed.putIfAbsent(grant.id(), grant);
            }
        }
        if (!placed.isEmpty()) {
            deliberation.add(
                    new Cause("broker", "there is room", null),
                    new WorkloadEvent.InstancesPlaced(List.copyOf(placed.values())));
        }
    }

    /** Whether an instance needs a place now. */
    static boolean waits(WorkloadState state, Instance instance, Instant now) {
        return instance.state() == InstanceState.PLANNED
                && instance.stopping() == null
                && BackoffPlanner.open(state, instance.revision(), now);
    }

    /** Takes what is news of the reports; a failure or the like of the target revision makes its next launch wait. */
    static void observed(Deliberation deliberation, AgentReports heard, Contact contact) {
        var news = news(deliberation.state(), heard, contact);
        if (news.isEmpty()) {
            return;
        }
        var endedByThemselves = endedByThemselves(deliberation.state(), news);
        deliberation.add(
                new Cause("node " + heard.node(), "reported by its agent", null),
                new WorkloadEvent.InstancesObserved(heard.node(), news));
        if (deliberation.state().exists()) {
            endedByThemselves.forEach(revision -> BackoffPlanner.failed(deliberation, revision));
        }
    }

    private static List<InstanceReport> news(WorkloadState state, AgentReports heard, Contact contact) {
        var byId = state.instancesById();
        var news = new ArrayList<InstanceReport>();
        for (var report : latestOfEach(heard.reports())) {
            var instance = byId.get(report.instance());
            if (instance != null
                    && runsOn(instance, heard.node())
                    && (report.state().hasEnded() || !isFromTheDeparted(instance, contact, heard.node()))) {
                var known = instance.report();
                var whole = report.withHealth(Health.after(known == null ? null : known.health(), report.health()));
                if (isNews(instance, whole)) {
                    news.add(whole);
                }
            }
        }
        return news;
    }

    /** What was under way when the node left does not say that an unreachable instance is back. */
    private static boolean isFromTheDeparted(Instance instance, Contact contact, NodeId node) {
        return instance.unreachable() && contact.hasDeparted(node);
    }

    private static List<InstanceReport> latestOfEach(List<InstanceReport> reports) {
        var latest = new LinkedHashMap<InstanceId, InstanceReport>();
        reports.forEach(report -> latest.merge(
                report.instance(), report, (one, other) -> other.state().compareTo(one.state()) >= 0 ? other : one));
        return List.copyOf(latest.values());
    }

    private static boolean isNews(Instance instance, InstanceReport report) {
        var known = instance.report();
        var progress = report.state().compareTo(instance.state());
        return progress > 0
                || progress == 0 && instance.unreachable()
                || progress == 0 && (known == null || !report.at().isBefore(known.at()) && !sameSaid(known, report));
    }

    /** Whether two reports say the same, but at different times. */
    private static boolean sameSaid(InstanceReport one, InstanceReport other) {
        return one.equals(other.seenAt(one.at()));
    }

    /** The revisions that are launched, and of which an instance ended by itself. */
    private static Set<Long> endedByThemselves(WorkloadState state, List<InstanceReport> news) {
        var target = state.target();
        var rollout = state.rollout();
        var base = rollout == null ? null : rollout.progress().base();
        var byId = state.instancesById();
        return news.stream()
                .filter(report -> report.state() == InstanceState.FAILED || report.state() == InstanceState.FINISHED)
                .map(report -> Optional.ofNullable(byId.get(report.instance())))
                .flatMap(Optional::stream)
                .filter(instance -> instance.stopping() == null)
                .map(instance -> state.delayedAs(instance.revision()))
                .filter(revision ->
                        target != null && revision == target.revision() || base != null && revision == base.revision())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean runsOn(Instance instance, NodeId node) {
        return instance.place() != null && instance.place().node().equals(node);
    }

    /** Says of what nobody knows that it has ended, once. */
    static void strangers(Deliberation deliberation, AgentReports heard, Strangers strangers) {
        var ended = strangers.ended(heard);
        if (!ended.isEmpty()) {
            deliberation.add(
                    new Cause("node " + heard.node(), "nobody knows of it", null),
                    new WorkloadEvent.StrangersEnded(heard.node(), ended));
        }
    }

    /** What the agent should not have. */
    static List<InstanceId> unknown(WorkloadState state, AgentReports heard) {
        var byId = state.instancesById();
        return heard.reports().stream()
                .filter(report -> !report.state().hasEnded() && !known(byId.get(report.instance()), heard.node()))
                .map(InstanceReport::instance)
                .distinct()
                .toList();
    }

    /** What the agent is told in return: that its reports are stored, and what it should not have. */
    static List<WorkloadEffect> answers(WorkloadState state, AgentReports heard) {
        var unknown = unknown(state, heard);
        var answers = new ArrayList<WorkloadEffect>();
        answers.add(new WorkloadEffect.TellAgent(
                heard.node(), new AgentCommand.Acknowledge(heard.workload(), heard.batch())));
        if (!unknown.isEmpty()) {
            var grace = state.exists() ? state.revision().spec().stop() : state.stopPolicy(0);
            answers.add(new WorkloadEffect.TellAgent(
                    heard.node(),
                    new AgentCommand.Stop(heard.workload(), unknown, grace.grace(), StopReason.UNKNOWN_TO_SUPERVISOR)));
        }
        return answers;
    }

    private static boolean known(@Nullable Instance instance, NodeId node) {
        return instance != null && runsOn(instance, node);
    }
}

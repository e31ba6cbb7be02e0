package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has to be said to others, found by looking at the state alone: what is new since the state before, and what was said but not heard. With an
 * empty state before, that is all that is owed after a recovery.
 */
final class EffectPlanner {
    /** Launches and stops that no report shows to be heard are said again after this time; demands that nobody answered, too. */
    static final Duration REPEAT = SupervisorSettings.REPEAT;
    /** How often agents are asked for the whole picture, a waiting demand is repeated though it was answered, and the coordinator is told again. */
    static final Duration COMPARE = Duration.ofSeconds(30);
    /** After a recovery, coordinators are told of rollouts that ended at most so long ago. */
    static final Duration NEWS_KEPT = Duration.ofMinutes(10);

    private final WorkloadId workload;
    private final WorkloadState before;
    private final WorkloadState state;
    private final Instant now;
    private final List<WorkloadEffect> effects = new ArrayList<>();
    private final boolean recovered;
    private Exchange exchange;

    /** What a decision that leads from one state to another has to say. */
    EffectPlanner(WorkloadId workload, WorkloadState before, WorkloadState state, Exchange exchange, Instant now) {
        this(workload, before, state, exchange, now, false);
    }

    /** All that is owed after a recovery. */
    static EffectPlanner recovered(WorkloadId workload, WorkloadState state, Instant now) {
        var nothingKnown = Exchange.NONE.with(RefusedChanges.knownSince(now));
        return new EffectPlanner(workload, WorkloadState.EMPTY, state, nothingKnown, now, true);
    }

    private EffectPlanner(
            WorkloadId workload,
            WorkloadState before,
            WorkloadState state,
            Exchange exchange,
            Instant now,
            boolean recovered) {
        this.workload = workload;
        this.before = before;
        this.state = state;
        this.exchange = exchange;
        this.now = now;
        this.recovered = recovered;
    }

    /** The effects; {@link #exchange()} knows of them then. */
    List<WorkloadEffect> plan() {
        tellAgents();
        inquire();
        demand();
        exchange = FollowPlanner.ask(workload, state, exchange, now, effects);
        tellCoordinators();
        return List.copyOf(effects);
    }

    Exchange exchange() {
        return exchange;
    }

    /**
     * The instances that need a place now, of one revision, oldest first. What keeps up what ran before goes first; where there is no room for the one, the
     * other has its turn.
     */
    static List<InstanceId> waiting(WorkloadState state, Exchange exchange, Instant now) {
        var revision = demandedRevision(state, exchange, now);
        return state.instances().stream()
                .filter(instance -> InstancePlanner.waits(state, instance, now) && instance.revision() == revision)
                .map(Instance::id)
                .toList();
    }

    private static long demandedRevision(WorkloadState state, Exchange exchange, Instant now) {
        var waiting = waitingRevisions(state, now);
        if (waiting.size() < 2) {
            return waiting.isEmpty() ? 0 : waiting.getFirst();
        }
        var last = exchange.demand().instances().stream()
                .flatMap(id -> state.instance(id).stream())
                .map(Instance::revision)
                .filter(waiting::contains)
                .findFirst();
        var refused = exchange.demand().refusals() != null
                && !now.isBefore(exchange.demand().at().plus(REPEAT));
        return last.map(revision -> refused ? waiting.get((waiting.indexOf(revision) + 1) % waiting.size()) : revision)
                .orElse(waiting.getFirst());
    }

    private static List<Long> waitingRevisions(WorkloadState state, Instant now) {
        var target = state.target();
        return state.instances().stream()
                .filter(instance -> InstancePlanner.waits(state, instance, now))
                .map(Instance::revision)
                .distinct()
                .sorted(Comparator.comparing(revision -> target != null && revision == target.revision()))
                .toList();
    }

    /** Since when an agent owes us a report on an instance that was to be launched or stopped; empty if it owes none. */
    static Optional<Instant> owedSince(Instance instance) {
        if (instance.place() == null) {
            return Optional.empty();
        }
        if (instance.stopping() != null) {
            return Optional.ofNullable(instance.stoppingSince());
        }
        return instance.state() == InstanceState.PLACED ? Optional.ofNullable(instance.placedAt()) : Optional.empty();
    }

    private void tellAgents() {
        var known = before.instancesById();
        var overdue = state.instances().stream()
                .filter(instance -> owedSince(instance)
                        .filter(since -> !now.isBefore(since.plus(REPEAT)))
                        .isPresent())
                .toList();
        var again =
                !overdue.isEmpty() && !now.isBefore(exchange.said().repeatedAt().plus(REPEAT));
        var launches = new LinkedHashMap<LaunchTo, List<AgentCommand.Assignment>>();
        var stops = new LinkedHashMap<StopAt, List<InstanceId>>();
        for (var instance : state.instances()) {
            var place = instance.place();
            var told = known.get(instance.id());
            var repeated = again && overdue.contains(instance);
            if (place == null) {
                continue;
            }
            var reason = instance.stopping();
            if (reason != null && (repeated || told == null || told.stopping() == null)) {
                stops.computeIfAbsent(stopAt(instance, place, reason), key -> new ArrayList<>())
                        .add(instance.id());
            } else if (reason == null
                    && instance.state() == InstanceState.PLACED
                    && (repeated || told == null || told.place() == null)) {
                launches.computeIfAbsent(new LaunchTo(place.node(), instance.revision()), key -> new ArrayList<>())
                        .add(new AgentCommand.Assignment(instance.id(), instance.slot(), place));
            }
        }
        launches.forEach((to, assignments) ->
                tell(to.node(), new AgentCommand.Launch(workload, state.revisionNumbered(to.revision()), assignments)));
        stops.forEach((at, instances) ->
                tell(at.node(), new AgentCommand.Stop(workload, instances, at.grace(), at.reason())));
        if (again) {
            exchange = exchange.with(exchange.said().repeated(now));
        }
    }

    private StopAt stopAt(Instance instance, InstancePlace place, StopReason reason) {
        return new StopAt(
                place.node(), reason, state.stopPolicy(instance.revision()).grace());
    }

    private void inquire() {
        if (now.isBefore(exchange.said().inquiredAt().plus(COMPARE))) {
            return;
        }
        var expected = new LinkedHashMap<NodeId, List<InstanceId>>();
        for (var instance : state.instances()) {
            if (instance.place() != null) {
                var here = expected.computeIfAbsent(instance.place().node(), node -> new ArrayList<>());
                // A launch may still be under way to an agent that does not have the instance yet: the launch is
                // repeated instead.
                if (instance.state() != InstanceState.PLACED) {
                    here.add(instance.id());
                }
            }
        }
        expected.forEach((node, instances) -> tell(node, new AgentCommand.Inquire(workload, instances)));
        var owing = expected.keySet().stream()
                .filter(node -> !expected.getOrDefault(node, List.of()).isEmpty() || owesReport(node))
                .toList();
        exchange = exchange.with(exchange.said().inquired(now))
                .with(exchange.contact().asked(owing));
    }

    /** Whether an agent has not answered what was said again and again. */
    private boolean owesReport(NodeId node) {
        return state.instances().stream()
                .filter(instance ->
                        instance.place() != null && instance.place().node().equals(node))
                .anyMatch(instance -> owedSince(instance)
                        .filter(since -> !now.isBefore(since.plus(REPEAT)))
                        .isPresent());
    }

    private void demand() {
        var last = exchange.demand();
        var waiting = waiting(state, exchange, now);
        if (waiting.equals(last.instances())) {
            if (waiting.isEmpty() || !roomMade() && now.isBefore(demandRepeatedAt(state, exchange, now))) {
                return;
            }
        } else if (!waiting.isEmpty() && now.isBefore(exchange.drops().heldUntil())) {
            return;
        }
        var source = state.exists() ? state : before;
        if (!source.exists()) {
            exchange = exchange.with(last.followedBy(last.number(), waiting, now));
            return;
        }
        var number = Math.max(last.number() + 1, now.toEpochMilli());
        exchange = exchange.with(last.followedBy(number, waiting, now));
        effects.add(new WorkloadEffect.TellBroker(new BrokerCommand.Demand(
                workload,
                number,
                waiting.stream()
                        .flatMap(id -> state.instance(id).stream())
                        .findFirst()
                        .map(instance -> source.revisionNumbered(instance.revision()))
                        .orElse(source.revision()),
                waiting,
                peers(state),
                (int) state.instances().stream()
                                .filter(instance -> InstancePlanner.waits(state, instance, now))
                                .count()
                        - waiting.size(),
                last.brokerEpoch())));
    }

    /** When a demand is said again; later if the broker has said that it knows of it and nobody else waits for a turn. */
    static Instant demandRepeatedAt(WorkloadState state, Exchange exchange, Instant now) {
        var last = exchange.demand();
        var known = last.refusals() != null && waitingRevisions(state, now).size() < 2;
        return last.at().plus(known ? COMPARE : REPEAT);
    }

    /** Whether one of the workload's own instances has left its place: what waits may have waited for that. */
    private boolean roomMade() {
        if (now.isBefore(exchange.drops().heldUntil())) {
            return false;
        }
        var left = new ArrayList<>(peers(before));
        peers(state).forEach(left::remove);
        return !left.isEmpty();
    }

    private static List<NodeId> peers(WorkloadState state) {
        return state.instances().stream()
                .map(Instance::place)
                .flatMap(place -> Optional.ofNullable(place).stream())
                .map(InstancePlace::node)
                .toList();
    }

    private void tellCoordinators() {
        var told = before.ended().stream().map(Rollout.Ended::deployment).collect(Collectors.toSet());
        state.ended().stream()
                .filter(over -> !told.contains(over.deployment()) && over.at().isAfter(now.minus(NEWS_KEPT)))
                .forEach(over -> tell(over.deployment()));
        var rollout = state.rollout();
        if (rollout == null && before.rollout() != null) {
            exchange.line()
                    .first(now)
                    .ifPresent(first -> effects.add(
                            new WorkloadEffect.TellCoordinator(first, new DeploymentCommand.LockFree(workload))));
        }
        if (rollout != null
                && before.heldBy(rollout.deployment())
                && ChangePlanner.status(state, rollout.deployment()) == RolloutStatus.FAILED
                && ChangePlanner.status(before, rollout.deployment()) != RolloutStatus.FAILED) {
            tell(rollout.deployment());
            exchange = exchange.with(exchange.said().reported(now));
        }
        if (rollout != null && !now.isBefore(exchange.said().reportedAt().plus(COMPARE))) {
            // Who has just taken the lock is answered anyway.
            if (recovered || before.heldBy(rollout.deployment())) {
                tell(rollout.deployment());
            }
            exchange = exchange.with(exchange.said().reported(now));
        }
    }

    private void tell(DeploymentId deployment) {
        effects.add(new WorkloadEffect.TellCoordinator(
                deployment, new DeploymentCommand.RolloutNews(workload, ChangePlanner.status(state, deployment))));
    }

    private void tell(NodeId node, AgentCommand command) {
        effects.add(new WorkloadEffect.TellAgent(node, command));
    }

    private record LaunchTo(NodeId node, long revision) {}

    private record StopAt(NodeId node, StopReason reason, Duration grace) {}
}

package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Two agents, a broker and a network that loses, doubles, delays and reorders, all from one seed. */
final class UnreliableWorld {
    private static final List<NodeId> NODES = List.of(NodeId.of("n1"), NodeId.of("n2"));

    private static final int FAILURES_MAX = 3;

    private final SplittableRandom dice;
    private final Supplier<Instant> clock;
    private final Map<NodeId, Map<InstanceId, InstanceState>> agents = new HashMap<>();
    private final Map<InstanceId, Integer> failuresOfChecks = new HashMap<>();
    private final List<WorkloadEffect> out = new ArrayList<>();
    private final List<WorkloadInput> in = new ArrayList<>();
    private long batch;
    private long epoch = 1;
    private boolean faulty = true;

    UnreliableWorld(SplittableRandom dice, Supplier<Instant> clock) {
        this.dice = dice;
        this.clock = clock;
        NODES.forEach(node -> agents.put(node, new TreeMap<>()));
    }

    void send(Collection<WorkloadEffect> effects) {
        out.addAll(effects);
    }

    /** All that is under way is lost; then faults end. */
    void heal() {
        faulty = false;
        out.clear();
        in.clear();
        failuresOfChecks.clear();
    }

    void tellAll() {
        NODES.forEach(node -> report(node, List.copyOf(agent(node).keySet())));
    }

    boolean quiet() {
        return out.isEmpty() && in.isEmpty();
    }

    /** Some message arrives at an agent or the broker, or is lost. */
    void hear() {
        if (out.isEmpty()) {
            return;
        }
        var at = faulty ? dice.nextInt(out.size()) : 0;
        var effect = faulty && dice.nextInt(10) == 0 ? out.get(at) : out.remove(at);
        if (faulty && dice.nextInt(8) == 0) {
            return;
        }
        switch (effect) {
            case WorkloadEffect.TellAgent agent -> obey(agent.node(), agent.command());
            case WorkloadEffect.TellBroker broker -> grant(broker.demand());
            case WorkloadEffect.AskBroker question -> {}
            case WorkloadEffect.TellCoordinator coordinator -> {}
        }
    }

    /** Some message that arrives at the supervisor; empty if none does. */
    List<WorkloadInput> say() {
        if (in.isEmpty()) {
            return List.of();
        }
        var at = faulty ? dice.nextInt(in.size()) : 0;
        var input = faulty && dice.nextInt(10) == 0 ? in.get(at) : in.remove(at);
        return faulty && dice.nextInt(8) == 0 ? List.of() : List.of(input);
    }

    /** An instance ends by itself, or its container vanishes, or the broker is a new one. */
    void misfortune() {
        var node = NODES.get(dice.nextInt(NODES.size()));
        var running = agent(node).entrySet().stream()
                .filter(entry -> !entry.getValue().hasEnded())
                .map(Map.Entry::getKey)
                .toList();
        if (running.isEmpty()) {
            epoch++;
            return;
        }
        var unlucky = running.get(dice.nextInt(running.size()));
        if (dice.nextInt(3) > 0) {
            failuresOfChecks.put(unlucky, dice.nextInt(FAILURES_MAX + 1));
            report(node, List.of(unlucky));
        } else if (dice.nextBoolean()) {
            agent(node).put(unlucky, InstanceState.FAILED);
            report(node, List.of(unlucky));
        } else {
            agent(node).remove(unlucky);
        }
    }

    /** What runs anywhere. */
    Set<InstanceId> running() {
        var running = new TreeSet<InstanceId>();
        agents.values()
                .forEach(agent -> agent.forEach((id, state) -> {
                    if (!state.hasEnded()) {
                        running.add(id);
                    }
                }));
        return running;
    }

    private Map<InstanceId, InstanceState> agent(NodeId node) {
        return agents.computeIfAbsent(node, unseen -> new TreeMap<>());
    }

    private void obey(NodeId node, AgentCommand command) {
        var agent = agent(node);
        switch (command) {
            case AgentCommand.Launch launch -> {
                launch.instances().forEach(one -> agent.putIfAbsent(one.instance(), launched()));
                report(
                        node,
                        launch.instances().stream()
                                .map(AgentCommand.Assignment::instance)
                                .toList());
            }
            case AgentCommand.Stop stop -> {
                stop.instances()
                        .forEach(id -> agent.merge(
                                id, InstanceState.LOST, (had, gone) -> had.hasEnded() ? had : InstanceState.KILLED));
                report(node, stop.instances());
            }
            case AgentCommand.Inquire inquire -> {
                inquire.expected().forEach(id -> agent.putIfAbsent(id, InstanceState.LOST));
                report(node, List.copyOf(agent.keySet()));
            }
            case AgentCommand.Acknowledge acknowledge -> {}
            case AgentCommand.Announce announce -> {}
        }
    }

    private InstanceState launched() {
        if (!faulty) {
            return InstanceState.RUNNING;
        }
        return switch (dice.nextInt(10)) {
            case 0 -> InstanceState.DROPPED;
            case 1 -> InstanceState.FAILED;
            case 2, 3 -> InstanceState.PREPARING;
            default -> InstanceState.RUNNING;
        };
    }

    private void report(NodeId node, List<InstanceId> instances) {
        var agent = agent(node);
        agent.replaceAll(
                (id, state) -> state == InstanceState.PREPARING && dice.nextBoolean() ? InstanceState.RUNNING : state);
        in.add(new WorkloadInput.Agent(new AgentReports(
                node,
                WEB,
                ++batch,
                instances.stream()
                        .map(id -> reportOf(id, agent.getOrDefault(id, InstanceState.LOST)))
                        .toList())));
    }

    private InstanceReport reportOf(InstanceId id, InstanceState state) {
        var failures = failuresOfChecks.getOrDefault(id, 0);
        var unknown = faulty && dice.nextInt(6) == 0;
        return InstanceReport.seen(id, state, clock.get())
                .withEnding(state.hasEnded() ? Ending.UNKNOWN : null)
                .withHealth(state != InstanceState.RUNNING ? null : unknown ? Health.UNKNOWN : health(failures));
    }

    private Health health(int failures) {
        return new Health(
                failures == 0 ? Readiness.READY : Readiness.NOT_READY,
                List.of(new CheckResult(
                        "alive",
                        failures == 0 ? CheckOutcome.PASSING : CheckOutcome.FAILING,
                        Instant.EPOCH,
                        failures,
                        failures == FAILURES_MAX,
                        null,
                        "",
                        null,
                        null,
                        null,
                        null)));
    }

    private void grant(BrokerCommand.Demand demand) {
        in.add(new WorkloadInput.Broker(new BrokerNews.Granted(
                faulty && dice.nextInt(10) == 0 ? epoch - 1 : epoch,
                demand.number(),
                demand.waiting().stream()
                        .filter(id -> !faulty || dice.nextInt(4) > 0)
                        .map(id -> new PlacedInstance(
                                id, new InstancePlace(NODES.get(dice.nextInt(NODES.size())), "127.0.0.1", List.of())))
                        .toList())));
    }
}

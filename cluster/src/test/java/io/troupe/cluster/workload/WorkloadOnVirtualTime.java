package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One workload's rules on virtual time: hands inputs to them, keeps the journal and what was to be said. */
final class WorkloadOnVirtualTime {
    static final WorkloadId WEB = WorkloadId.of("/web");
    static final NodeId NODE = NodeId.of("n1");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Cause ANNA = Cause.of("anna", "wants it");

    private int minted;
    private int deployments;
    private long batch;
    private final WorkloadDecisions decisions = new WorkloadDecisions(WEB, () -> Integer.toString(++minted));
    final List<WorkloadRecord> journal = new ArrayList<>();
    WorkloadState state = WorkloadState.EMPTY;
    Exchange exchange = Exchange.NONE;
    Instant now = START;
    List<WorkloadEffect> effects = List.of();
    List<WorkloadEvent> events = List.of();

    static WorkloadSpec spec(String command) {
        return WorkloadSpec.of(WEB, ContainerSpec.process("main", command, Resources.NONE));
    }

    static WorkloadSpec spec(String command, RolloutPolicy rollout) {
        var plain = spec(command);
        return plain.toBuilder().rollout(rollout).build();
    }

    @Nullable WorkloadReply decide(WorkloadInput input) {
        var decision = decisions.decide(state, exchange, input, now);
        decision.entries().forEach(entry -> {
            journal.add(entry);
            state = state.apply(entry);
        });
        exchange = decision.exchange();
        effects = decision.effects();
        events = decision.entries().stream().map(WorkloadRecord::event).toList();
        return decision.reply();
    }

    @Nullable WorkloadReply command(WorkloadCommand command) {
        return decide(new WorkloadInput.Command(command));
    }

    /** A deployment of one workload: prepared and begun at once. */
    DeploymentId change(Change change) {
        return change(change, false);
    }

    DeploymentId change(Change change, boolean force) {
        var deployment = DeploymentId.of("d" + ++deployments);
        command(new WorkloadCommand.Prepare(deployment, now, change, force, true, ANNA));
        return deployment;
    }

    void grantAll() {
        grant(1, which -> true);
    }

    void grant(long epoch, Predicate<Instance> which) {
        decide(new WorkloadInput.Broker(new BrokerNews.Granted(
                epoch,
                exchange.demand().number(),
                state.instances().stream()
                        .filter(instance -> instance.state() == InstanceState.PLANNED && which.test(instance))
                        .map(instance -> new PlacedInstance(instance.id(), place()))
                        .toList())));
    }

    static InstancePlace place() {
        return new InstancePlace(NODE, "127.0.0.1", List.of());
    }

    void report(InstanceState seen, InstanceId... instances) {
        decide(new WorkloadInput.Agent(new AgentReports(
                NODE,
                WEB,
                ++batch,
                Arrays.stream(instances).map(id -> reportOf(id, seen)).toList())));
    }

    void report(InstanceReport... reports) {
        decide(new WorkloadInput.Agent(new AgentReports(NODE, WEB, ++batch, List.of(reports))));
    }

    InstanceReport reportOf(InstanceId id, InstanceState seen) {
        return InstanceReport.seen(id, seen, now).withEnding(seen.hasEnded() ? Ending.UNKNOWN : null);
    }

    /** Grants and runs all that shall run, and ends all that shall stop, until nothing moves. */
    void settle() {
        for (var round = 0; round < 200; round++) {
            var before = state;
            grantAll();
            runAll();
            report(InstanceState.KILLED, ids(instance -> instance.stopping() != null));
            if (state.equals(before)) {
                return;
            }
        }
        throw new AssertionError("does not settle: " + state);
    }

    void runAll() {
        report(
                InstanceState.RUNNING,
                ids(instance -> instance.stopping() == null && instance.state() == InstanceState.PLACED));
    }

    InstanceId[] ids(Predicate<Instance> which) {
        return state.instances().stream().filter(which).map(Instance::id).toArray(InstanceId[]::new);
    }

    Set<InstanceId> ids() {
        return state.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    void pass(Duration time) {
        now = now.plus(time);
        decide(new WorkloadInput.Tick());
    }

    Instant deadline() {
        return decisions.deadline(state, exchange, now).orElseThrow();
    }

    Decision resume() {
        return decisions.resume(state, now);
    }

    static InstanceId id(int number) {
        return InstanceId.of("web.instance-" + number);
    }

    List<AgentCommand> toldAgents() {
        return effects.stream()
                .filter(WorkloadEffect.TellAgent.class::isInstance)
                .map(effect -> ((WorkloadEffect.TellAgent) effect).command())
                .toList();
    }

    /** Created, and settled: so many instances run, and no rollout is on. */
    void running(WorkloadSpec spec, int instances) {
        change(new Change.Create(spec, instances));
        settle();
        if (state.rollout() != null) {
            throw new AssertionError("still rolls out: " + state);
        }
    }

    @Nullable WorkloadReply steer(DeploymentId deployment, RolloutSteering steering) {
        return command(new WorkloadCommand.Steer(deployment, steering, false, ANNA));
    }

    static ProblemCode problem(@Nullable WorkloadReply reply) {
        return switch (reply) {
            case WorkloadReply.Refused refused -> refused.problem().code();
            case null, default -> throw new AssertionError("not refused: " + reply);
        };
    }

    WorkloadView picture() {
        return WorkloadPicture.of(WEB, state, null, now).orElseThrow();
    }

    RolloutView rollout() {
        return Objects.requireNonNull(picture().rollout());
    }

    /** Of those that are not to stop. */
    List<Long> revisions() {
        return state.instances().stream()
                .filter(instance -> instance.stopping() == null)
                .map(Instance::revision)
                .sorted()
                .toList();
    }

    List<InstanceId> stopping() {
        return List.of(ids(instance -> instance.stopping() != null));
    }
}

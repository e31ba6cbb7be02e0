package io.troupe.node.probe;

import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.check.CheckEffect;
import io.troupe.cluster.check.CheckInput;
import io.troupe.cluster.check.ChecksDecisions;
import io.troupe.cluster.check.ChecksState;
import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.identity.InstanceId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the checks of all instances of a node, as {@link ChecksDecisions} decides, and tells the agent what is news. */
public final class CheckRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRunner.class);
    /** More tries than these wait for others to end. A try holds a socket, and a command a process of the engine. */
    private static final int CONNECTIONS_MAX = 8_192;

    private static final int COMMANDS_MAX = 512;

    private final Consumer<AgentInput> agent;
    private final Wheel wheel = new Wheel("checks");
    private final ProbeCalls calls;
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);
    private final Semaphore commands = new Semaphore(COMMANDS_MAX);
    private final Map<InstanceId, Watched> watched = new ConcurrentHashMap<>();
    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    public CheckRunner(ProbeCalls.Containers containers, Consumer<AgentInput> agent) {
        this.agent = agent;
        this.calls = new ProbeCalls(containers, wheel);
    }

    /** Tries the checks of an instance from now on. */
    public void watch(AgentEffect.Watch watch) {
        var one = new Watched(watch);
        var before = watched.put(watch.instance(), one);
        if (before != null) {
            before.end();
        }
        LOG.info(
                "watch instance={} checks={} adopted={}",
                watch.instance(),
                watch.plan().checks().size(),
                watch.adopted());
        one.begin();
    }

    /** Tries them no more; what is under way says nothing any more. */
    public void unwatch(InstanceId instance) {
        var one = watched.remove(instance);
        if (one != null) {
            one.end();
        }
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::end);
        wheel.close();
    }

    /** The time of the wall when the runner began, and from then on a time that no one sets back or forth. */
    private Instant now() {
        return began.plusNanos(System.nanoTime() - beganNanos);
    }

    /** One instance, its checks taken one input after the other. */
    private final class Watched {
        private final InstanceId id;
        private final List<CheckSpec> specs;
        private final List<ProbeCall> probes;
        private ChecksState state;
        private boolean over;

        Watched(AgentEffect.Watch watch) {
            id = watch.instance();
            var checks = watch.plan().checks();
            specs = checks.stream().map(check -> check.spec()).toList();
            probes = checks.stream().map(check -> calls.of(watch, check)).toList();
            state = ChecksState.starting(id, checks, watch.started(), watch.adopted(), now());
        }

        synchronized void begin() {
            follow(ChecksDecisions.begin(state));
        }

        synchronized void end() {
            over = true;
        }

        private synchronized void take(CheckInput input) {
            if (!over) {
                follow(ChecksDecisions.decide(state, input, now()));
            }
        }

        private void follow(ChecksDecisions.Decision decision) {
            state = decision.state();
            for (var effect : decision.effects()) {
                switch (effect) {
                    case CheckEffect.Try(var check) -> Thread.ofVirtual().start(() -> attempt(check));
                    case CheckEffect.Wake(var check, var at) ->
                        wheel.after(Duration.between(now(), at), () -> take(new CheckInput.Due(check)));
                    case CheckEffect.Tell(var health) -> agent.accept(new AgentInput.Checked(id, health));
                }
            }
        }

        private void attempt(int check) {
            var limit = specs.get(check).probe() instanceof Probe.Command ? commands : connections;
            limit.acquireUninterruptibly();
            ProbeAnswer answer;
            try {
                answer = probes.get(check).call();
            } catch (IOException e) {
                answer = ProbeCall.failure(e, specs.get(check).timeout());
            } catch (RuntimeException e) {
                LOG.warn("try failed instance={} check={}", id, specs.get(check).name(), e);
                answer = ProbeAnswer.failed(null, e.toString());
            } finally {
                limit.release();
            }
            take(new CheckInput.Answered(check, answer));
        }
    }
}

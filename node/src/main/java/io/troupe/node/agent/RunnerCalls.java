package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.EnvironmentPlanner;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.cluster.runner.RunnerInput.Failure;
import io.troupe.cluster.runner.RunnerStep;
import io.troupe.node.artifact.ArtifactFetcher;
import io.troupe.node.artifact.FetchException;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one runner to the engines, each on a virtual thread of its own. */
final class RunnerCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerCalls.class);
    /** How often it is told that a call waits for its turn, so that waiting is not taken for an engine that does not answer. */
    private static final long TURN_TOLD_SECONDS = 30;

    /** How many calls of each sort are made at once by all runners of an agent. Pulls and graceful stops take long and cost little. */
    record Limits(Semaphore creates, Semaphore starts, Semaphore quick, Semaphore prepares, Semaphore stops) {
        static Limits of(int startsMax, int quickMax, int preparesMax, int stopsMax) {
            return new Limits(
                    new Semaphore(startsMax),
                    new Semaphore(startsMax),
                    new Semaphore(quickMax),
                    new Semaphore(preparesMax),
                    new Semaphore(stopsMax));
        }

        Semaphore of(RunnerStep step) {
            return switch (step) {
                case RunnerStep.Prepare prepare -> prepares;
                case RunnerStep.Stop stop -> stops;
                case RunnerStep.Create create -> creates;
                case RunnerStep.Start start -> starts;
                case RunnerStep.Look look -> quick;
                case RunnerStep.Discard discard -> quick;
                case RunnerStep.Clear clear -> quick;
            };
        }
    }

    /** Makes the calls of a runner. */
    interface Maker {
        RunnerCalls make(InstanceId id, Consumer<RunnerInput> answers);
    }

    /** What the runners of a node share. */
    record Shared(Engines engines, Sandboxes sandboxes, ArtifactFetcher fetcher, InstantSource clock, Limits limits) {}

    private final InstanceId id;
    private final Engines engines;
    private final Sandboxes sandboxes;
    private final ArtifactFetcher fetcher;
    private final InstantSource clock;
    private final Limits limits;
    private final Consumer<RunnerInput> answers;
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
    private final Set<EngineKind> kinds;
    private volatile @Nullable InstanceBrief brief;
    private volatile @Nullable String networkOf;

    RunnerCalls(InstanceId id, Set<EngineKind> kinds, Shared shared, Consumer<RunnerInput> answers) {
        this.id = id;
        this.kinds = kinds;
        this.engines = shared.engines();
        this.sandboxes = shared.sandboxes();
        this.fetcher = shared.fetcher();
        this.clock = shared.clock();
        this.limits = shared.limits();
        this.answers = answers;
    }

    /** What is to be run; before the first call. */
    void brief(Revision revision, Assignment assignment) {
        if (brief == null) {
            brief = new InstanceBrief(revision, assignment, Instant.ofEpochMilli(clock.millis()));
        }
    }

    void make(long number, RunnerStep step) {
        var asked = Instant.ofEpochMilli(clock.millis());
        var thread = Thread.ofVirtual().unstarted(() -> {
            RunnerInput answer;
            try {
                answer = limited(number, step, asked);
            } catch (EngineException e) {
                answer = new RunnerInput.Failed(number, failure(step, e), about(step) + e.getMessage());
            } catch (InterruptedException | CancellationException e) {
                answer = new RunnerInput.Failed(number, Failure.OUTAGE, "interrupted");
            } catch (RuntimeException e) {
                LOG.warn("call failed instance={} step={}", id, step, e);
                answer = new RunnerInput.Failed(number, Failure.REFUSED, e.toString());
            } finally {
                running.remove(number);
            }
            if (answer instanceof RunnerInput.Failed failed) {
                LOG.info("call failed instance={} step={} reason='{}'", id, step, failed.message());
            }
            answers.accept(answer);
        });
        running.put(number, thread);
        thread.start();
    }

    private RunnerInput limited(long number, RunnerStep step, Instant asked) throws InterruptedException {
        var limit = limits.of(step);
        while (!limit.tryAcquire(TURN_TOLD_SECONDS, TimeUnit.SECONDS)) {
            answers.accept(new RunnerInput.Progressed(
                    number,
                    "waits for its turn on this node, "
                            + Duration.between(asked, clock.instant()).toSeconds() + " s so far"));
        }
        try {
            return perform(number, step, asked);
        } finally {
            limit.release();
        }
    }

    void interrupt(long number) {
        var thread = running.get(number);
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        running.values().forEach(Thread::interrupt);
    }

    /** Which of several containers a failure is about. */
    private String about(RunnerStep step) {
        var index = switch (step) {
            case RunnerStep.Prepare prepare -> prepare.index();
            case RunnerStep.Create create -> create.index();
            case RunnerStep.Start start -> start.index();
            case RunnerStep.Look look -> -1;
            case RunnerStep.Stop stop -> -1;
            case RunnerStep.Discard discard -> -1;
            case RunnerStep.Clear clear -> -1;
        };
        return index < 0 || what().spec().containers().size() == 1
                ? ""
                : "container " + container(index).name() + ": ";
    }

    private static Failure failure(RunnerStep step, EngineException e) {
        return switch (e.kind()) {
            case UNAVAILABLE -> Failure.OUTAGE;
            case CONFLICT -> step instanceof RunnerStep.Create ? Failure.HAS_RUN : Failure.REFUSED;
            case NOT_FOUND, IMAGE, REFUSED_BY_ENGINE, PORT_TAKEN -> Failure.REFUSED;
        };
    }

    private RunnerInput perform(long number, RunnerStep step, Instant asked) throws InterruptedException {
        return switch (step) {
            case RunnerStep.Prepare(var index) -> {
                if (index == 0) {
                    note();
                }
                PrepareProgress progress = message -> answers.accept(new RunnerInput.Progressed(number, message));
                if (index == 0 && what().holdsNetwork()) {
                    holdingEngine().prepare(holder(), progress);
                }
                var plan = plan(index);
                engine(index).prepare(plan, progress);
                try {
                    fetcher.fetch(container(index).artifacts(), plan.sandbox(), progress::at);
                } catch (FetchException e) {
                    yield new RunnerInput.Failed(number, Failure.REFUSED, about(step) + e.getMessage());
                }
                yield new RunnerInput.Done(number);
            }
            case RunnerStep.Create(var index) -> {
                if (index == 0 && what().holdsNetwork()) {
                    networkOf = holdingEngine().create(holder());
                }
                yield new RunnerInput.Created(number, engine(index).create(plan(index)));
            }
            case RunnerStep.Start(var index, var container) -> {
                var network = networkOf;
                if (index == 0 && network != null) {
                    holdingEngine().start(network);
                }
                engine(index).start(container);
                yield new RunnerInput.Done(number);
            }
            case RunnerStep.Look look -> look(number);
            case RunnerStep.Stop(var grace) -> stop(number, left(grace, asked));
            case RunnerStep.Discard discard -> {
                discard();
                yield new RunnerInput.Done(number);
            }
            case RunnerStep.Clear clear -> {
                discard();
                sandboxes.remove(id);
                yield new RunnerInput.Done(number);
            }
        };
    }

    /** On the host network there is no address of its own to look up, and that it ended is told by the engine's events: one call less at each start. */
    private RunnerInput look(long number) {
        if (what().spec().network().mode() == NetworkMode.HOST) {
            return new RunnerInput.Looked(number, List.of(), null);
        }
        var parts = engines.of(id, kinds);
        return new RunnerInput.Looked(
                number,
                parts.stream()
                        .flatMap(part -> part.container().addresses().stream())
                        .distinct()
                        .toList(),
                Listing.ending(parts),
                Listing.endings(parts));
    }

    /** All containers get the stop signal at once. That which holds the network has nothing to do in its grace period, and goes last. */
    private RunnerInput stop(long number, Duration grace) {
        var all = engines.of(id, kinds);
        var parts = all.stream().filter(part -> !part.identity().holdsNetwork()).toList();
        if (parts.size() == 1) {
            parts.getFirst().engine().stop(parts.getFirst().container().id(), grace);
        } else {
            EachAtOnce.run(parts, part -> part.engine().stop(part.container().id(), grace));
        }
        all.stream()
                .filter(part -> part.identity().holdsNetwork())
                .forEach(part -> part.engine().stop(part.container().id(), Duration.ZERO));
        var ended = engines.of(id, kinds).stream()
                .filter(part -> !part.identity().holdsNetwork())
                .toList();
        var ending = Listing.ending(ended);
        return new RunnerInput.Stopped(number, ending == null ? Ending.UNKNOWN : ending, Listing.endings(ended));
    }

    /** A stop that had to wait for its turn has so much less time. */
    private Duration left(Duration grace, Instant asked) {
        var left = grace.minus(Duration.between(asked, clock.instant()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void discard() {
        for (var part : engines.of(id, kinds)) {
            part.engine().remove(part.container().id());
        }
    }

    private InstanceBrief what() {
        return Objects.requireNonNull(brief, "an instance that nobody wanted to run");
    }

    private ContainerSpec container(int index) {
        return what().container(index);
    }

    private ContainerEngine engine(int index) {
        return engines.forContainer(container(index));
    }

    private ContainerEngine holdingEngine() {
        return engines.forContainer(NetworkHolder.container(what().spec()));
    }

    private void note() {
        var brief = what();
        sandboxes.note(brief.identity(brief.container(0)), brief.containerNames(), kinds, brief.checks());
    }

    private ContainerPlan holder() {
        var brief = what();
        var container = NetworkHolder.container(brief.spec());
        return new ContainerPlan(
                brief.identity(container),
                container,
                Map.of(),
                brief.spec().network(),
                null,
                brief.ports(),
                brief.hostName(),
                sandboxes.of(id, brief.container(0).name()),
                List.of());
    }

    private ContainerPlan plan(int index) {
        var brief = what();
        var container = brief.container(index);
        var sandbox = sandboxes.of(id, container.name());
        return new ContainerPlan(
                brief.identity(container),
                container,
                EnvironmentPlanner.environment(
                        brief.revision(),
                        container,
                        brief.assignment(),
                        engine(index).sandboxInside(sandbox)),
                brief.spec().network(),
                networkOf,
                brief.ports(),
                brief.hostName(),
                sandbox,
                sandboxes.volumes(id, brief.spec(), container));
    }
}

package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.EnvironmentPlanner;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.ContainerPlan.PlannedPort;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the containers of one instance; blocks, one call at a time. */
final class InstanceRunner {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceRunner.class);

    private final InstanceId id;
    private final Engines engines;
    private final Sandboxes sandboxes;
    private final Consumer<AgentInput> news;
    private volatile boolean cancelled;

    InstanceRunner(InstanceId id, Engines engines, Sandboxes sandboxes, Consumer<AgentInput> news) {
        this.id = id;
        this.engines = engines;
        this.sandboxes = sandboxes;
        this.news = news;
    }

    /** Lets a start in progress end at its next step. */
    void cancel() {
        cancelled = true;
    }

    void run(Revision revision, Assignment assignment) {
        try {
            var created = create(revision, assignment);
            for (var part : created) {
                part.engine().start(part.id());
            }
            var addresses = new ArrayList<String>();
            for (var part : created) {
                part.engine().find(part.id()).ifPresent(found -> addresses.addAll(found.addresses()));
            }
            if (!cancelled) {
                news.accept(new AgentInput.Started(
                        id,
                        created.stream().map(Created::id).toList(),
                        addresses.stream().distinct().toList()));
            }
        } catch (Cancelled e) {
            LOG.info("start given up instance={}", id);
        } catch (RuntimeException e) {
            LOG.warn("cannot start instance={} reason={}", id, e.getMessage());
            discard();
            news.accept(new AgentInput.Ended(id, Ending.UNKNOWN, String.valueOf(e.getMessage())));
        }
    }

    private List<Created> create(Revision revision, Assignment assignment) {
        var created = new ArrayList<Created>();
        for (var container : revision.spec().containers()) {
            var engine = engines.forContainer(container);
            var first = created.isEmpty() ? null : created.getFirst().id();
            var plan = plan(engine, revision, assignment, container, first);
            engine.prepare(plan, message -> news.accept(new AgentInput.Preparing(id, message)));
            giveUpIfCancelled();
            created.add(new Created(engine, engine.create(plan)));
            giveUpIfCancelled();
        }
        return created;
    }

    private ContainerPlan plan(
            ContainerEngine engine,
            Revision revision,
            Assignment assignment,
            ContainerSpec container,
            @Nullable String networkOf) {
        var spec = revision.spec();
        var sandbox = sandboxes.of(id, container.name());
        var ports = assignment.place().ports();
        return new ContainerPlan(
                new ContainerIdentity(
                        spec.id(),
                        id,
                        container.name(),
                        revision.number(),
                        assignment.slot(),
                        Instant.now(),
                        assignment.place(),
                        spec.resources(),
                        spec.stop().grace()),
                container,
                EnvironmentPlanner.environment(revision, container, assignment, engine.sandboxInside(sandbox)),
                spec.network(),
                spec.network().mode() == NetworkMode.HOST ? null : networkOf,
                IntStream.range(0, Math.min(ports.size(), spec.ports().size()))
                        .mapToObj(index -> new PlannedPort(
                                ports.get(index), spec.ports().get(index).protocols()))
                        .toList(),
                sandbox);
    }

    private void giveUpIfCancelled() {
        if (cancelled) {
            throw new Cancelled();
        }
    }

    /** Stops what there is, in the end all; an engine that does not answer is asked again until it does. */
    void stop(Duration grace) {
        var wait = Duration.ofMillis(200);
        while (true) {
            try {
                var parts = engines.of(id);
                for (var part : parts) {
                    part.engine().stop(part.container().id(), grace);
                }
                var ending = engines.of(id).stream()
                        .filter(part -> part.container().exitCode() != null)
                        .findFirst()
                        .map(part -> new Ending(
                                part.container().exitCode(), part.container().outOfMemory()))
                        .orElse(Ending.UNKNOWN);
                news.accept(new AgentInput.Ended(id, ending, ""));
                return;
            } catch (RuntimeException e) {
                LOG.warn("cannot stop instance={} reason={}", id, e.getMessage());
                try {
                    Thread.sleep(wait);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(Duration.ofSeconds(10)) > 0
                        ? Duration.ofSeconds(10)
                        : wait.multipliedBy(2);
            }
        }
    }

    void remove() {
        discard();
        sandboxes.remove(id);
    }

    private void discard() {
        try {
            for (var part : engines.of(id)) {
                part.engine().remove(part.container().id());
            }
        } catch (EngineException e) {
            LOG.warn("cannot remove containers instance={} reason={}", id, e.getMessage());
        }
    }

    private record Created(ContainerEngine engine, String id) {}

    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

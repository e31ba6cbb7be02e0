package io.troupe.node.start;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import io.troupe.gateway.GatewayServer;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineException;
import io.troupe.persistence.directory.DataDirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started node. Stopping it stops its parts in the reverse order of their start; containers stay unless it was told otherwise. */
public final class RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final Duration GATEWAY_STOP_MAX = Duration.ofSeconds(2);
    private static final long ACTORS_STOP_MAX_SECONDS = 15;
    private static final Duration STOP_GRACE = Duration.ofSeconds(3);

    private final Parts parts;
    private final boolean stopContainers;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What has been started so far; null what has not. */
    static final class Parts {
        @Nullable DataDirectoryLock lock;

        @Nullable List<ContainerEngine> engines;

        @Nullable Journal journal;

        @Nullable ActorSystem<Void> system;

        @Nullable GatewayServer gateway;

        @Nullable Path apiFile;

        List<ContainerEngine> engines() {
            return Objects.requireNonNull(engines);
        }

        Journal journal() {
            return Objects.requireNonNull(journal);
        }

        ActorSystem<Void> system() {
            return Objects.requireNonNull(system);
        }

        GatewayServer gateway() {
            return Objects.requireNonNull(gateway);
        }
    }

    RunningNode(Parts parts, boolean stopContainers) {
        this.parts = parts;
        this.stopContainers = stopContainers;
        if (parts.system != null) {
            var _ = parts.system.getWhenTerminated().whenComplete((done, failure) -> ended.countDown());
        }
    }

    /** Returns when the node has ended: stopped, or taken out of its cluster. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Stops everything; a second call does nothing. */
    public void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        stopGateway();
        stopActors();
        if (stopContainers && parts.engines != null) {
            parts.engines.forEach(RunningNode::stopContainers);
        }
        if (parts.engines != null) {
            parts.engines.forEach(ContainerEngine::close);
        }
        if (parts.journal != null) {
            parts.journal.close();
            LOG.info("journal closed");
        }
        try {
            if (parts.apiFile != null) {
                Files.deleteIfExists(parts.apiFile);
            }
            if (parts.lock != null) {
                parts.lock.close();
            }
        } catch (IOException e) {
            LOG.warn("data directory not released reason='{}'", e.getMessage());
        }
        LOG.info("node stopped");
    }

    private void stopGateway() {
        if (parts.gateway != null) {
            await(parts.gateway.stop(GATEWAY_STOP_MAX).toCompletableFuture(), "API");
            LOG.info("API stopped");
        }
    }

    private void stopActors() {
        if (parts.system != null) {
            await(
                    CoordinatedShutdown.get(parts.system)
                            .runAll(CoordinatedShutdown.jvmExitReason())
                            .toCompletableFuture(),
                    "control plane");
            LOG.info("control plane stopped");
        }
    }

    private static void await(java.util.concurrent.CompletableFuture<?> stop, String what) {
        try {
            stop.get(ACTORS_STOP_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.warn("{} not stopped in order reason='{}'", what, e.toString());
        }
    }

    private static void stopContainers(ContainerEngine engine) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var container : engine.list()) {
                threads.execute(() -> stop(engine, container));
            }
        } catch (EngineException e) {
            LOG.warn(
                    "containers not stopped engine={} reason='{}'",
                    engine.describe().name(),
                    e.getMessage());
        }
    }

    private static void stop(ContainerEngine engine, EngineContainer container) {
        try {
            engine.stop(
                    container.id(),
                    ContainerIdentity.read(container.labels())
                            .map(ContainerIdentity::grace)
                            .orElse(STOP_GRACE));
        } catch (EngineException e) {
            LOG.warn("container not stopped container={} reason='{}'", container.id(), e.getMessage());
        }
    }
}

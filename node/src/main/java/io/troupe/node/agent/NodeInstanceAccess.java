package io.troupe.node.agent;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.ExecSession;
import io.troupe.node.engine.LogReader;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reaches into the instances of this node, through their engines, on virtual threads. */
public final class NodeInstanceAccess implements InstanceAccess {
    private static final Duration UNREAD_MAX = Duration.ofSeconds(20);

    private final NodeId node;
    private final List<ContainerEngine> engines;
    private final Duration unreadMax;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    public NodeInstanceAccess(NodeId node, List<ContainerEngine> engines) {
        this(node, engines, UNREAD_MAX);
    }

    NodeInstanceAccess(NodeId node, List<ContainerEngine> engines, Duration unreadMax) {
        this.node = node;
        this.unreadMax = unreadMax;
        this.engines = List.copyOf(engines);
    }

    private static final Comparator<Candidate> FIRST =
            Comparator.comparing(Candidate::createdAt).thenComparing(Candidate::name);

    private record Candidate(String name, Instant createdAt, Reached reached) {}

    /** A container and the engine that has it. */
    private record Reached(ContainerEngine engine, String container) {}

    @Override
    public CompletionStage<Source<LogChunk, NotUsed>> logs(NodeId at, InstanceId instance, LogRequest request) {
        return reach(at, instance, request.container(), reached -> {
            var reader = unread(reached.engine().logs(reached.container(), request), LogReader::close);
            return Source.unfoldResourceAsync(
                    () -> CompletableFuture.completedFuture(reader.take()),
                    open -> CompletableFuture.supplyAsync(open::next, executor),
                    open -> CompletableFuture.runAsync(open::close, executor).thenApply(_ -> akka.Done.getInstance()));
        });
    }

    @Override
    public CompletionStage<Flow<ExecInput, ExecOutput, NotUsed>> exec(
            NodeId at, InstanceId instance, ExecRequest request) {
        return reach(at, instance, request.container(), reached -> {
            ExecSession session = reached.engine().exec(reached.container(), request);
            Sink<ExecInput, NotUsed> input = Flow.of(ExecInput.class)
                    .mapAsync(1, each -> CompletableFuture.supplyAsync(() -> hand(session, each), executor))
                    .to(Sink.ignore());
            var unread = unread(session, ExecSession::close);
            Source<ExecOutput, NotUsed> output = Source.unfoldResourceAsync(
                    () -> CompletableFuture.completedFuture(unread.take()),
                    open -> CompletableFuture.supplyAsync(open::next, executor),
                    open -> CompletableFuture.runAsync(open::close, executor).thenApply(_ -> akka.Done.getInstance()));
            return Flow.fromSinkAndSource(input, output);
        });
    }

    /** What was opened for a caller who has gone before the answer would stay open for ever. */
    private <T> Unread<T> unread(T opened, Consumer<T> close) {
        var unread = new Unread<>(opened, close);
        CompletableFuture.delayedExecutor(unreadMax.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(unread::expire);
        return unread;
    }

    private static final class Unread<T> {
        private final T opened;
        private final Consumer<T> close;
        private final AtomicBoolean settled = new AtomicBoolean();

        Unread(T opened, Consumer<T> close) {
            this.opened = opened;
            this.close = close;
        }

        T take() {
            if (settled.getAndSet(true)) {
                throw new IllegalStateException("it was closed, because nobody read");
            }
            return opened;
        }

        void expire() {
            if (!settled.getAndSet(true)) {
                close.accept(opened);
            }
        }
    }

    private static ExecInput hand(ExecSession session, ExecInput input) {
        switch (input) {
            case ExecInput.Bytes(var bytes) -> session.write(bytes);
            case ExecInput.EndOfInput() -> session.endInput();
            case ExecInput.TerminalSize(var columns, var rows) -> session.resize(columns, rows);
        }
        return input;
    }

    private interface Use<T> {
        T of(Reached reached);
    }

    private <T> CompletionStage<T> reach(NodeId at, InstanceId instance, @Nullable String container, Use<T> use) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (!at.equals(node)) {
                        throw new CompletionException(
                                new AccessRefused("instance " + instance + " is on node " + at + "; ask that node"));
                    }
                    try {
                        return use.of(find(instance, container)
                                .orElseThrow(() -> new CompletionException(
                                        new AccessRefused("node " + node + " has no container of instance " + instance
                                                + (container == null ? "" : " named " + container)))));
                    } catch (EngineException e) {
                        throw new CompletionException(new AccessRefused(String.valueOf(e.getMessage())));
                    }
                },
                executor);
    }

    /**
     * Without a name it is the first of the instance's containers: they are created in the order of their spec. An engine that does not answer matters
     * only if no other has the instance: not every machine has one for images.
     */
    private Optional<Reached> find(InstanceId instance, @Nullable String container) {
        var found = new ArrayList<Candidate>();
        var silent = new ArrayList<EngineException>();
        for (var engine : engines) {
            for (var each : listed(engine, instance, silent)) {
                var name = each.labels().getOrDefault(ContainerIdentity.CONTAINER, "");
                if (container == null ? !name.equals(ContainerIdentity.NETWORK_HOLDER) : container.equals(name)) {
                    found.add(new Candidate(name, each.createdAt(), new Reached(engine, each.id())));
                }
            }
        }
        if (found.isEmpty() && !silent.isEmpty()) {
            throw silent.getFirst();
        }
        return found.stream().min(FIRST).map(Candidate::reached);
    }

    private static List<EngineContainer> listed(
            ContainerEngine engine, InstanceId instance, List<EngineException> silent) {
        try {
            return engine.listOf(instance);
        } catch (EngineException e) {
            silent.add(e);
            return List.of();
        }
    }
}

package io.troupe.node.agent;

import io.troupe.cluster.agent.AgentInput;
import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Listed;
import io.troupe.cluster.agent.AgentInput.ListingFailed;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists engines and puts their containers together to instances. Engines that answer within {@value #TOGETHER_MILLIS} milliseconds are told as
 * one, so that an instance with containers in two of them is seen whole; one that takes longer, or does not answer, is told by itself.
 */
final class Listing {
    private static final long TOGETHER_MILLIS = 1_000;

    private Listing() {}

    static void list(
            Engines engines, Set<EngineKind> kinds, Instant asOf, Executor executor, Consumer<AgentInput> news) {
        var asked = new EnumMap<EngineKind, CompletableFuture<List<Engines.Placed>>>(EngineKind.class);
        for (var kind : kinds) {
            asked.put(kind, CompletableFuture.supplyAsync(() -> engines.all(kind), executor));
        }
        var _ = CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .exceptionally(failure -> null)
                .completeOnTimeout(null, TOGETHER_MILLIS, TimeUnit.MILLISECONDS)
                .thenRunAsync(() -> tell(asked, asOf, news), executor);
    }

    private static void tell(
            Map<EngineKind, CompletableFuture<List<Engines.Placed>>> asked, Instant asOf, Consumer<AgentInput> news) {
        var answered = new EnumMap<EngineKind, List<Engines.Placed>>(EngineKind.class);
        asked.forEach((kind, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                answered.put(kind, answer.join());
            } else {
                var _ = answer.handle((containers, failure) -> {
                    news.accept(
                            failure == null
                                    ? listed(asOf, Map.of(kind, containers))
                                    : new ListingFailed(kind, reason(failure)));
                    return kind;
                });
            }
        });
        if (!answered.isEmpty()) {
            news.accept(listed(asOf, answered));
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof EngineException ? String.valueOf(cause.getMessage()) : cause.toString();
    }

    private static Listed listed(Instant asOf, Map<EngineKind, List<Engines.Placed>> answered) {
        var all = new ArrayList<Engines.Placed>();
        answered.values().forEach(all::addAll);
        return new Listed(
                asOf,
                answered.keySet(),
                Engines.byInstance(all).values().stream().map(Listing::found).toList());
    }

    private static Found found(List<Engines.Placed> parts) {
        var identity = parts.getFirst().identity();
        var own = parts.stream().filter(part -> !part.identity().holdsNetwork()).toList();
        var kinds = EnumSet.noneOf(EngineKind.class);
        var containers = new ArrayList<String>(parts.size());
        var addresses = new LinkedHashSet<String>();
        for (var part : parts) {
            kinds.add(part.kind());
            if (own.isEmpty() || !part.identity().holdsNetwork()) {
                containers.add(part.container().id());
            }
            addresses.addAll(part.container().addresses());
        }
        return new Found(
                identity.instance(),
                identity.workload(),
                identity.place(),
                identity.resources(),
                kinds,
                containers,
                List.copyOf(addresses),
                own.isEmpty() ? Stage.HALF_CREATED : stage(own, parts),
                ending(parts),
                identity.since(),
                List.of(),
                endings(parts),
                identity.grace());
    }

    /** With which ending of these containers their instance ends: the first that is none of a work well done, else the first; null if none has ended. */
    static @Nullable Ending ending(List<Engines.Placed> parts) {
        var endings = endings(parts).stream().map(ContainerEnding::ending).toList();
        return endings.stream()
                .filter(ending -> ending.outOfMemory() || !Objects.equals(ending.exitCode(), 0))
                .findFirst()
                .orElse(endings.isEmpty() ? null : endings.getFirst());
    }

    /** How these containers ended that have, the first one first. */
    static List<ContainerEnding> endings(List<Engines.Placed> parts) {
        return parts.stream()
                .filter(part -> part.container().state() == State.ENDED)
                .sorted(Comparator.comparing(
                        part -> part.container().endedAt(), Comparator.nullsLast(Comparator.naturalOrder())))
                .map(part -> new ContainerEnding(
                        part.identity().container(),
                        new Ending(part.container().exitCode(), part.container().outOfMemory())))
                .toList();
    }

    /** An instance has ended when the containers of its spec have, whatever becomes of that which holds their network. */
    private static Stage stage(List<Engines.Placed> own, List<Engines.Placed> all) {
        var stage = stage(all);
        return stage == Stage.HALF_ENDED && stage(own) == Stage.ENDED ? Stage.ENDED : stage;
    }

    private static Stage stage(List<Engines.Placed> parts) {
        if (has(parts, State.ENDED)) {
            return has(parts, State.RUNNING) ? Stage.HALF_ENDED : Stage.ENDED;
        }
        return has(parts, State.CREATED) ? Stage.HALF_CREATED : Stage.RUNNING;
    }

    private static boolean has(List<Engines.Placed> parts, State state) {
        for (var part : parts) {
            if (part.container().state() == state) {
                return true;
            }
        }
        return false;
    }
}

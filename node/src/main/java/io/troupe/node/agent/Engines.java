package io.troupe.node.agent;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The engines of this node, by what they run; one for each kind. */
final class Engines {
    /** A container and the engine that has it. */
    record Placed(EngineKind kind, ContainerEngine engine, EngineContainer container, ContainerIdentity identity) {}

    private final Map<EngineKind, ContainerEngine> byKind = new EnumMap<>(EngineKind.class);

    /** Of the containers of the last lists, by their id: labels do not change, and reading them is what listing costs most. */
    private final Map<EngineKind, Map<String, ContainerIdentity>> identities = new ConcurrentHashMap<>();

    Engines(List<ContainerEngine> engines, List<EngineDescription> descriptions) {
        for (var position = 0; position < engines.size(); position++) {
            byKind.putIfAbsent(descriptions.get(position).kind(), engines.get(position));
        }
    }

    Map<EngineKind, ContainerEngine> byKind() {
        return byKind;
    }

    static EngineKind kindOf(ContainerSpec container) {
        return container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES;
    }

    ContainerEngine forContainer(ContainerSpec container) {
        var kind = kindOf(container);
        var engine = byKind.get(kind);
        if (engine == null) {
            throw new EngineException(
                    EngineException.Kind.REFUSED_BY_ENGINE,
                    switch (kind) {
                        case IMAGES -> "the node has no engine for images";
                        case PROCESSES -> "the node has no engine for processes";
                    });
        }
        return engine;
    }

    /** All containers of one engine. */
    List<Placed> all(EngineKind kind) {
        var engine = byKind.get(kind);
        if (engine == null) {
            return List.of();
        }
        var known = identities.getOrDefault(kind, Map.of());
        var next = new HashMap<String, ContainerIdentity>();
        var placed = new ArrayList<Placed>();
        for (var container : engine.list()) {
            var identity = known.get(container.id());
            (identity == null ? ContainerIdentity.read(container.labels()) : Optional.of(identity)).ifPresent(read -> {
                next.put(container.id(), read);
                placed.add(new Placed(kind, engine, container, read));
            });
        }
        identities.put(kind, next);
        return placed;
    }

    /** The containers of one instance. Fails if one of these engines does not answer. */
    List<Placed> of(InstanceId instance, Set<EngineKind> kinds) {
        var found = new ArrayList<Placed>();
        for (var kind : kinds) {
            var engine = byKind.get(kind);
            if (engine != null) {
                found.addAll(placed(kind, engine, engine.listOf(instance)));
            }
        }
        return found;
    }

    private static List<Placed> placed(EngineKind kind, ContainerEngine engine, List<EngineContainer> containers) {
        var placed = new ArrayList<Placed>(containers.size());
        for (var container : containers) {
            ContainerIdentity.read(container.labels())
                    .ifPresent(identity -> placed.add(new Placed(kind, engine, container, identity)));
        }
        return placed;
    }

    static Map<InstanceId, List<Placed>> byInstance(Collection<Placed> containers) {
        var found = new LinkedHashMap<InstanceId, List<Placed>>();
        containers.forEach(one -> found.computeIfAbsent(one.identity().instance(), id -> new ArrayList<>(1))
                .add(one));
        return found;
    }
}

package io.troupe.node.agent;

import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engines of this node, asked as one. */
record Engines(List<ContainerEngine> all) {
    /** A container and the engine that has it. */
    record Placed(ContainerEngine engine, EngineContainer container, ContainerIdentity identity) {}

    ContainerEngine forContainer(ContainerSpec container) {
        var kind = container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES;
        return all.stream()
                .filter(engine -> engine.describe().kind() == kind)
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.REFUSED_BY_ENGINE,
                        kind == EngineKind.IMAGES
                                ? "the node has no engine for images"
                                : "the node has no engine for processes"));
    }

    /** The containers of all instances, in the order of their creation. Fails if one engine does not answer. */
    Map<InstanceId, List<Placed>> byInstance() {
        var found = new LinkedHashMap<InstanceId, List<Placed>>();
        for (var engine : all) {
            for (var container : engine.list()) {
                ContainerIdentity.read(container.labels())
                        .ifPresent(identity -> found.computeIfAbsent(identity.instance(), id -> new ArrayList<>())
                                .add(new Placed(engine, container, identity)));
            }
        }
        return found;
    }

    /** The containers of one instance. Fails if one engine does not answer. */
    List<Placed> of(InstanceId instance) {
        var found = new ArrayList<Placed>();
        for (var engine : all) {
            for (var container : engine.listOf(instance)) {
                ContainerIdentity.read(container.labels())
                        .ifPresent(identity -> found.add(new Placed(engine, container, identity)));
            }
        }
        return found;
    }
}

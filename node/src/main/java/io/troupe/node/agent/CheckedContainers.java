package io.troupe.node.agent;

import io.troupe.node.engine.EngineException;
import io.troupe.node.probe.CommandCall;
import io.troupe.node.probe.ProbeCalls;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.util.Set;

/** Finds the containers of this node in which checks run commands. */
record CheckedContainers(Engines engines) implements ProbeCalls.Containers {
    @Override
    public CommandCall.Exec find(InstanceId instance, Set<EngineKind> kinds, String container) {
        return engines.of(instance, kinds).stream()
                .filter(part -> part.identity().container().equals(container))
                .findFirst()
                .map(part -> (CommandCall.Exec)
                        request -> part.engine().exec(part.container().id(), request))
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.NOT_FOUND, "the instance has no container " + container));
    }
}

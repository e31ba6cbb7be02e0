package io.troupe.cluster.simulation;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container as its engine has it: the truth about what runs. */
public final class Container {
    /**
     * What it is made of; its labels carry this.
     *
     * @param part which container of the instance it is
     */
    public record Identity(
            String id,
            String part,
            EngineKind kind,
            InstanceId instance,
            WorkloadId workload,
            long revision,
            InstancePlace place,
            Resources ofInstance,
            Resources own,
            Instant since) {
        List<Integer> hostPorts() {
            return place.ports().stream()
                    .map(port -> port.hostPort())
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    enum State {
        CREATED,
        RUNNING,
        ENDED
    }

    private final Identity identity;
    private State state = State.CREATED;
    private @Nullable Ending ending;

    Container(Identity identity) {
        this.identity = identity;
    }

    Identity identity() {
        return identity;
    }

    State state() {
        return state;
    }

    @Nullable Ending ending() {
        return ending;
    }

    boolean runs() {
        return state == State.RUNNING;
    }

    void start() {
        state = State.RUNNING;
    }

    void end(Ending how) {
        state = State.ENDED;
        ending = how;
    }
}

package io.troupe.node.engine;

import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What runs the containers of one node. All calls block, may be made from many virtual threads at once, and fail with {@link EngineException}.
 * Containers of other nodes or of nobody are never shown nor touched.
 */
public interface ContainerEngine extends AutoCloseable {
    /** What the engine is and whether it answers; never fails. */
    EngineDescription describe();

    /** All containers of this node, whether they run or not. */
    List<EngineContainer> list();

    /** The containers of one instance, whether they run or not. */
    default List<EngineContainer> listOf(InstanceId instance) {
        return list().stream()
                .filter(container -> instance.value().equals(container.labels().get(ContainerIdentity.INSTANCE)))
                .toList();
    }

    /** One container as it is now; empty if there is none. */
    Optional<EngineContainer> find(String container);

    /** Gets ready what {@link #create} needs: an image that is missing, or whose pull is forced. Does nothing if all is there. */
    void prepare(ContainerPlan plan, PrepareProgress progress);

    /** Creates a container, not yet started. If the instance's container exists already, it is taken instead. Answers the engine's id for it. */
    String create(ContainerPlan plan);

    /** Starts a created container; one that runs already is left alone. */
    void start(String container);

    /** The stop signal, after {@code grace} the kill signal; returns once it has ended. One that has ended or is unknown is left alone. */
    void stop(String container, Duration grace);

    /** Kills and removes a container with its output; an unknown one is left alone. */
    void remove(String container);

    /** Says from now on what happens; one listener is called by one thread at a time, in order, and must not block for long. */
    Subscription subscribe(EngineListener listener);

    /** Output of a container. {@link LogRequest#container} is not read: the container is the one named here. */
    LogReader logs(String container, LogRequest request);

    /** Runs a command in a running container. {@link ExecRequest#container} is not read. */
    ExecSession exec(String container, ExecRequest request);

    /** The path under which a container sees its sandbox directory. */
    String sandboxInside(Path sandbox);

    /** Lets go of connections and threads; containers are left as they are. */
    @Override
    void close();

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

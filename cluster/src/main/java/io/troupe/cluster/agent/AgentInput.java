package io.troupe.cluster.agent;

import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.StopPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens to an agent beside the commands it is sent. */
public sealed interface AgentInput {
    /** Somebody asks for something. */
    record Asked(AgentCommand command) implements AgentInput {}

    /** An image of the instance has to be fetched first. */
    record Preparing(InstanceId instance, String message) implements AgentInput {}

    /** All containers of the instance run. */
    record Started(InstanceId instance, List<String> containers, List<String> addresses) implements AgentInput {
        public Started {
            containers = List.copyOf(containers);
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * None of the instance's containers runs any more, or it could not be started; {@code message} says why.
     *
     * @param endings how each container ended, as far as that is known
     */
    record Ended(InstanceId instance, Ending ending, String message, List<ContainerEnding> endings)
            implements AgentInput {
        public Ended {
            endings = List.copyOf(endings);
        }

        public Ended(InstanceId instance, Ending ending, String message) {
            this(instance, ending, message, List.of());
        }
    }

    /**
     * A container of the instance ended while it should run.
     *
     * @param container its name; empty if nobody knows
     */
    record ContainerEnded(InstanceId instance, String container, Ending ending) implements AgentInput {
        public ContainerEnded(InstanceId instance, Ending ending) {
            this(instance, "", ending);
        }
    }

    /** There is news of the checks of a running instance. */
    record Checked(InstanceId instance, Health health) implements AgentInput {}

    /** A container was removed, and not by the agent as far as the engine knows. */
    record ContainerGone(String container) implements AgentInput {}

    /**
     * What the notes in the data directory say of instances of a former run: the first input of all. Their engines say later what became of them; until
     * then they count as being there.
     *
     * @param unnoted the names of sandboxes without a note: what ended in a former run
     */
    record Noted(List<Found> instances, Set<String> unnoted) implements AgentInput {
        public Noted {
            instances = List.copyOf(instances);
            unnoted = Set.copyOf(unnoted);
        }

        public Noted(List<Found> instances) {
            this(instances, Set.of());
        }
    }

    /** What an engine says of itself, or that it does not answer. */
    record EngineSeen(EngineDescription engine) implements AgentInput {}

    /**
     * The whole of what some of the engines hold.
     *
     * @param asOf when the listing began; it says nothing of an instance that was seen to start later
     * @param engines which were listed
     */
    record Listed(Instant asOf, Set<EngineKind> engines, List<Found> instances) implements AgentInput {
        public Listed {
            engines = Set.copyOf(engines);
            instances = List.copyOf(instances);
        }
    }

    /** An engine could not be listed. */
    record ListingFailed(EngineKind engine, String reason) implements AgentInput {}

    /** Time passes. */
    record Tick() implements AgentInput {}

    /**
     * An instance as its containers show it.
     *
     * @param engines the kinds of engines that have its containers
     * @param containers the engine's ids; in a note the names of all containers
     * @param addresses its own addresses
     * @param stage how far its containers are, taken together
     * @param ending how it ended; null while it has not
     * @param checks how it is found out whether it serves; only a note says so
     * @param endings how each container ended that has, the first one first
     * @param grace how long its containers may take to end by themselves
     */
    record Found(
            InstanceId instance,
            WorkloadId workload,
            InstancePlace place,
            Resources resources,
            Set<EngineKind> engines,
            List<String> containers,
            List<String> addresses,
            Stage stage,
            @Nullable Ending ending,
            Instant since,
            List<ContainerCheck> checks,
            List<ContainerEnding> endings,
            Duration grace) {
        public Found {
            endings = List.copyOf(endings);
            checks = List.copyOf(checks);
            engines = Set.copyOf(engines);
            containers = List.copyOf(containers);
            addresses = List.copyOf(addresses);
        }

        /** One of which nothing is said of single containers. */
        public Found(
                InstanceId instance,
                WorkloadId workload,
                InstancePlace place,
                Resources resources,
                Set<EngineKind> engines,
                List<String> containers,
                List<String> addresses,
                Stage stage,
                @Nullable Ending ending,
                Instant since,
                List<ContainerCheck> checks) {
            this(
                    instance,
                    workload,
                    place,
                    resources,
                    engines,
                    containers,
                    addresses,
                    stage,
                    ending,
                    since,
                    checks,
                    List.of(),
                    StopPolicy.DEFAULT.grace());
        }
    }

    /** How far the containers of an instance are, taken together. */
    enum Stage {
        /** At least one was never started, and none has ended. */
        HALF_CREATED,
        /** All run. */
        RUNNING,
        /** At least one has ended and another still runs. */
        HALF_ENDED,
        /** None runs. */
        ENDED
    }
}

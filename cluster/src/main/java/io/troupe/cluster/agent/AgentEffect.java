package io.troupe.cluster.agent;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What an agent wishes to be done; doing it twice does no harm. */
public sealed interface AgentEffect {
    /** Prepare, create and start all containers of the instance. */
    record Run(Revision revision, Assignment assignment) implements AgentEffect {}

    /**
     * Stop all containers of the instance, or give up starting it; ends with {@link AgentInput.Ended}.
     *
     * @param engines the kinds of engines that have its containers; the others need not answer
     */
    record Stop(InstanceId instance, Set<EngineKind> engines, Duration grace) implements AgentEffect {
        public Stop {
            engines = Set.copyOf(engines);
        }
    }

    /**
     * Try the checks of a running instance, as long as {@link Unwatch} is not said; ends with {@link AgentInput.Checked} again and again.
     *
     * @param addresses its own addresses; empty on the host network
     * @param started when it began to run
     * @param adopted whether it ran before this run of the agent began
     */
    record Watch(
            InstanceId instance,
            Set<EngineKind> engines,
            CheckPlan plan,
            List<String> addresses,
            Instant started,
            boolean adopted)
            implements AgentEffect {
        public Watch {
            engines = Set.copyOf(engines);
            addresses = List.copyOf(addresses);
        }
    }

    /** Try its checks no more. */
    record Unwatch(InstanceId instance) implements AgentEffect {}

    /** The instance takes nothing of the node any more, also after a restart: its note is not needed. */
    record DropNote(InstanceId instance) implements AgentEffect {}

    /** Remove what is left of an ended instance: containers, output, sandbox. */
    record Remove(InstanceId instance, Set<EngineKind> engines) implements AgentEffect {
        public Remove {
            engines = Set.copyOf(engines);
        }
    }

    /** Remove those of these sandboxes that are of none of the instances: nobody else would ever do it. */
    record Sweep(Set<String> sandboxes, Set<InstanceId> known) implements AgentEffect {
        public Sweep {
            sandboxes = Set.copyOf(sandboxes);
            known = Set.copyOf(known);
        }
    }

    /** List all containers of these engines; each is answered by {@link AgentInput.Listed} or {@link AgentInput.ListingFailed}. */
    record ListContainers(Set<EngineKind> engines) implements AgentEffect {
        public ListContainers {
            engines = Set.copyOf(engines);
        }
    }

    /** Tell the workload's supervisor. */
    record Report(AgentReports reports) implements AgentEffect {}

    /**
     * Tell the broker the whole of what the node holds.
     *
     * @param number counts the announcements of this run of the agent
     * @param holdings what the instances that have not ended take
     */
    record Announce(long number, List<Holding> holdings) implements AgentEffect {
        public Announce {
            holdings = List.copyOf(holdings);
        }
    }
}

package io.troupe.cluster.runner;

import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a runner. Answers name the call they belong to; one to another than the present call is out of date. */
public sealed interface RunnerInput {
    /**
     * The agent wants the instance to run.
     *
     * @param containers how many containers it has
     * @param withAddresses whether its containers have addresses of their own, which have to be looked up
     */
    record Run(int containers, boolean withAddresses) implements RunnerInput {}

    /** The agent wants the instance to end, at the latest after that time. */
    record Stop(Duration grace) implements RunnerInput {}

    /** The agent wants nothing to be left of the instance. */
    record Remove() implements RunnerInput {}

    /** A call says how far it is. */
    record Progressed(long call, String message) implements RunnerInput {}

    /** A call that has nothing else to say has succeeded. */
    record Done(long call) implements RunnerInput {}

    /** A container exists. */
    record Created(long call, String container) implements RunnerInput {}

    /**
     * @param ending how the first container ended that does not run any more; null if all run
     * @param endings how each ended that does not, by name; empty if only the first one is known
     */
    record Looked(
            long call, List<String> addresses, @Nullable Ending ending, List<ContainerEnding> endings)
            implements RunnerInput {
        public Looked {
            addresses = List.copyOf(addresses);
            endings = List.copyOf(endings);
        }

        public Looked(long call, List<String> addresses, @Nullable Ending ending) {
            this(call, addresses, ending, List.of());
        }
    }

    /**
     * @param ending how the first container ended; unknown if there was none
     * @param endings how each ended, by name; empty if only the first one is known
     */
    record Stopped(long call, Ending ending, List<ContainerEnding> endings) implements RunnerInput {
        public Stopped {
            endings = List.copyOf(endings);
        }

        public Stopped(long call, Ending ending) {
            this(call, ending, List.of());
        }
    }

    /** A call has failed. */
    record Failed(long call, Failure failure, String message) implements RunnerInput {}

    /** Time passes. */
    record Tick() implements RunnerInput {}

    /** What a failed call means. */
    enum Failure {
        /** The engine does not answer now; the same call may succeed later. */
        OUTAGE,
        /** The container exists and has run already. */
        HAS_RUN,
        /** The same call would fail again. */
        REFUSED
    }
}

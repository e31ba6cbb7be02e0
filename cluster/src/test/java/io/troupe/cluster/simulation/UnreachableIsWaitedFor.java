package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Instant;
import java.util.List;

/** Judged by what was stored: when an instance was missed, when it stopped to count, and when it was forgotten. */
final class UnreachableIsWaitedFor implements Invariant {
    @Override
    public String sentence() {
        return "What is unreachable is replaced and forgotten no sooner than its policy says, and otherwise never";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            WorkloadState state = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                check(state, entry);
                state = state.apply(entry);
            }
        }
    }

    private void check(WorkloadState state, WorkloadRecord entry) {
        List<Instance> concerned = state.concerned(entry);
        if (entry.event() instanceof WorkloadEvent.InstancesInactive) {
            concerned.forEach(instance -> check(instance, entry.at(), inactiveAt(state, instance), "replaced"));
        } else if (entry.event() instanceof WorkloadEvent.StopRequested stop && stop.reason() == StopReason.EXPUNGED) {
            concerned.stream()
                    .filter(instance -> instance.stopping() == null)
                    .forEach(instance -> check(instance, entry.at(), expungedAt(state, instance), "forgotten"));
        }
    }

    private void check(Instance instance, Instant at, Instant due, String what) {
        if (at.isBefore(due)) {
            throw violation(instance.id() + ", away since " + instance.absence() + ", is " + what + " at " + at
                    + ", not before " + due + " may it be");
        }
    }

    private Instant inactiveAt(WorkloadState state, Instance instance) {
        return instance.absence() == null
                ? Instant.MAX
                : state.unreachablePolicy(instance.revision())
                        .inactiveAt(instance.absence().since());
    }

    private Instant expungedAt(WorkloadState state, Instance instance) {
        return instance.absence() == null
                ? Instant.MAX
                : state.unreachablePolicy(instance.revision())
                        .expungedAt(instance.absence().since());
    }
}

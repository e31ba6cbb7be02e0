package io.troupe.cluster.simulation;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

final class StateMovesForward implements Invariant {
    @Override
    public String sentence() {
        return "An instance's state only moves forward, its place is never changed, and a wish to stop is never taken back";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            Map<InstanceId, Instance> known = new HashMap<>(stored.before().instancesById());
            var state = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                for (Instance now : state.touched(entry)) {
                    Instance before = known.put(now.id(), now);
                    if (before != null && !follows(before, now)) {
                        throw violation(before + " became " + now);
                    }
                }
                state = state.apply(entry);
            }
        }
    }

    private static boolean follows(Instance before, Instance now) {
        return now.state().compareTo(before.state()) >= 0
                && (before.place() == null || Objects.equals(before.place(), now.place()))
                && (before.stopping() == null || now.stopping() != null)
                && !before.state().hasEnded();
    }
}

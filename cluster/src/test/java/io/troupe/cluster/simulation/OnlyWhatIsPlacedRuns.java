package io.troupe.cluster.simulation;

import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.WorkloadEvent;
import java.util.HashMap;
import java.util.Map;

/** Journal before act, seen from the engines. */
final class OnlyWhatIsPlacedRuns implements Invariant {
    private final World world;
    private final Map<InstanceId, InstancePlace> places = new HashMap<>();

    OnlyWhatIsPlacedRuns(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "No container runs whose instance the journal has not placed there";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            for (var entry : stored.entries()) {
                if (entry.event() instanceof WorkloadEvent.InstancesPlaced placed) {
                    placed.instances().forEach(one -> places.put(one.id(), one.place()));
                }
            }
        } else if (happening instanceof Happening.ContainerStarted(Host host, Container container)) {
            InstancePlace place = places.get(container.identity().instance());
            if (place == null
                    || !place.node().equals(host.id())
                    || !place.equals(container.identity().place())) {
                throw violation(container.identity().instance() + " starts on " + host + ", its place is " + place
                        + ", at " + world.timeline().nowMillis() + " ms");
            }
        }
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Once its node is back, what its supervisor has forgotten meanwhile is stopped, though nobody asks for it. */
final class ForgottenDoesNotRunOn implements Invariant {
    /** Agents speak of what nobody asks for after 90 s, looked at every 30 s; the rest is for what is lost, cut off and down meanwhile. */
    static final long RECONCILED_AFTER_MILLIS = 300_000;

    private final World world;
    private final Set<InstanceId> forgotten = new HashSet<>();
    private final Map<Container, Host> running = new LinkedHashMap<>();
    private final Map<Container, Since> seen = new HashMap<>();

    /** That a container of what was forgotten runs in this run of its node's JVM, and since when. */
    private record Since(long run, long millis) {}

    ForgottenDoesNotRunOn(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "What was forgotten because its node was away does not run on for long after the node is back";
    }

    /** Whether an entry gives the instance up with its node. */
    static boolean isForgotten(WorkloadState before, WorkloadRecord entry, Instance after) {
        return after.state().hasEnded()
                && switch (entry.event()) {
                    case WorkloadEvent.InstancesUnreachable away -> true;
                    case WorkloadEvent.StopRequested stop ->
                        before.instance(after.id())
                                .filter(Instance::unreachable)
                                .isPresent();
                    default -> false;
                };
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.Stored stored -> {
                WorkloadState state = stored.before();
                for (WorkloadRecord entry : stored.entries()) {
                    for (Instance touched : state.touched(entry)) {
                        if (isForgotten(state, entry, touched)) {
                            forgotten.add(touched.id());
                        }
                    }
                    state = state.apply(entry);
                }
            }
            case Happening.ContainerStarted(Host host, Container container) -> running.put(container, host);
            case Happening.ContainerEnded(Host host, Container container) -> leave(container);
            case Happening.ContainerForgotten(Container container) -> leave(container);
            case Happening.Decided decided -> {
                if (!forgotten.isEmpty()) {
                    running.forEach(this::look);
                }
            }
            default -> {}
        }
    }

    private void leave(Container container) {
        running.remove(container);
        seen.remove(container);
    }

    private void look(Container container, Host host) {
        if (!forgotten.contains(container.identity().instance())) {
            return;
        }
        if (!host.isUp() || world.hasLost(host.id())) {
            seen.remove(container);
            return;
        }
        long now = world.timeline().nowMillis();
        Since since = seen.get(container);
        if (since == null || since.run() != host.run()) {
            seen.put(container, new Since(host.run(), now));
        } else if (now > since.millis() + RECONCILED_AFTER_MILLIS) {
            throw violation(container.identity().id() + " runs on " + host + ", which has been there since "
                    + since.millis() + " ms");
        }
    }
}

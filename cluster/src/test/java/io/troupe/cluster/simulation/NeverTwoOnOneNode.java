package io.troupe.cluster.simulation;

import io.troupe.protocol.identity.WorkloadId;
import java.util.HashMap;
import java.util.Map;

final class NeverTwoOnOneNode implements Invariant {
    private final Map<WorkloadId, Map<Long, Boolean>> followers = new HashMap<>();

    @Override
    public String sentence() {
        return "Of a workload that runs one instance on every node, no node runs two";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            stored.after()
                    .revisions()
                    .forEach(revision -> followers
                            .computeIfAbsent(stored.workload(), key -> new HashMap<>())
                            .put(revision.number(), revision.spec().followsNodes()));
        }
        if (happening instanceof Happening.ContainerStarted(Host host, Container started) && hasOneEach(started)) {
            for (Container other : host.engine().all()) {
                if (other.runs()
                        && other.identity().workload().equals(started.identity().workload())
                        && !other.identity()
                                .instance()
                                .equals(started.identity().instance())
                        && hasOneEach(other)) {
                    throw violation(started.identity().id() + " starts on " + host + " beside "
                            + other.identity().id());
                }
            }
        }
    }

    /** What its supervisor has given up counts too; what ran before the workload followed the nodes, or will run after, does not. */
    private boolean hasOneEach(Container container) {
        long revision = container.identity().revision();
        return followers.getOrDefault(container.identity().workload(), Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey() >= revision)
                .allMatch(Map.Entry::getValue);
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;

final class NeverTwoOnOneNode implements Invariant {
    private final World world;

    NeverTwoOnOneNode(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "Of a workload that runs one instance on every node, no node runs two";
    }

    @Override
    public void check(Happening happening) {
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
        WorkloadState state = world.truth().workload(container.identity().workload());
        return state.instance(container.identity().instance())
                .map(instance -> state.revisionNumbered(instance.revision()))
                .map(revision -> revision.spec().followsNodes())
                .orElse(true);
    }
}

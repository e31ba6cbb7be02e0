package io.troupe.cluster.simulation;

import io.troupe.protocol.workload.Resources;

final class NodeRunsNoMoreThanItHas implements Invariant {
    @Override
    public String sentence() {
        return "No node runs more than it has";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.ContainerStarted(Host host, Container started)) {
            Resources taken = Resources.NONE;
            for (Container container : host.engine().all()) {
                if (container.runs()) {
                    taken = taken.plus(container.identity().own());
                }
            }
            if (!host.description().total().covers(taken)) {
                throw violation(host + " has " + host.description().total() + " and runs " + taken + " with "
                        + started.identity().id());
            }
        }
    }
}

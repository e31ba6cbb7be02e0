package io.troupe.cluster.simulation;

import java.util.HashMap;
import java.util.Map;

final class NoInstanceLivesTwice implements Invariant {
    private final Map<String, Host> started = new HashMap<>();

    @Override
    public String sentence() {
        return "No instance lives twice: each of its containers is started once, on one node";
    }

    @Override
    public void check(Happening happening) {
        switch (happening) {
            case Happening.ContainerStarted(Host host, Container container) -> {
                Host before = started.put(part(container), host);
                if (before != null) {
                    throw violation(part(container) + " started on " + before + " and now on " + host);
                }
            }
            // Nobody can know then that it was started once; it does not run any more.
            case Happening.ContainerForgotten(Container container) -> started.remove(part(container));
            default -> {}
        }
    }

    private static String part(Container container) {
        return container.identity().instance() + " " + container.identity().part();
    }
}

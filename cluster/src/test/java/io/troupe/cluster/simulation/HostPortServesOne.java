package io.troupe.cluster.simulation;

final class HostPortServesOne implements Invariant {
    @Override
    public String sentence() {
        return "No host port serves two instances";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.ContainerStarted(Host host, Container started)) {
            for (int port : started.identity().hostPorts()) {
                for (Container other : host.engine().all()) {
                    if (other.runs()
                            && !other.identity()
                                    .instance()
                                    .equals(started.identity().instance())
                            && other.identity().hostPorts().contains(port)) {
                        throw violation("port " + port + " of " + host + " serves "
                                + other.identity().instance() + " and "
                                + started.identity().instance());
                    }
                }
            }
        }
    }
}

package io.troupe.bench;

/** The apps that are measured. */
final class Bodies {
    /** The image that {@code bin/bench} makes. */
    static final String IMAGE = "troupe-test/busybox:1";

    private Bodies() {}

    /** Containers on the host network that only sleep. */
    static String container(String id, int instances) {
        return """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.001,"mem":16,"instances":%d,"portDefinitions":[],
                 "taskKillGracePeriodSeconds":0,"container":{"type":"DOCKER","docker":{"image":"%s"}}}
                """.formatted(id, instances, IMAGE);
    }

    /** As {@link #container}, half of them to stay ready and half more to exist while they are replaced. */
    static String rolling(String id, int instances, int version) {
        return """
                {"id":"%s","cmd":"exec sleep 3600","cpus":0.001,"mem":16,"instances":%d,"portDefinitions":[],"env":{"VERSION":"%d"},
                 "upgradeStrategy":{"minimumHealthCapacity":0.5,"maximumOverCapacity":0.5},
                 "taskKillGracePeriodSeconds":0,"container":{"type":"DOCKER","docker":{"image":"%s"}}}
                """.formatted(id, instances, version, IMAGE);
    }

    /** One instance that the simulated engine pretends to run. */
    static String simulated(String id) {
        return """
                {"id":"%s","cmd":"sleep 3600","cpus":0.001,"mem":1,"instances":1,"portDefinitions":[]}
                """.formatted(id);
    }
}

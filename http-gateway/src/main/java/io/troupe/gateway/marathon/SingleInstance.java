package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.RolloutPolicy;
import java.util.Map;

/**
 * Apps that may never have two instances, as databases of one machine: Marathon's label {@code MARATHON_SINGLE_INSTANCE_APP=true}. They are stopped before
 * their next version starts, and cannot be scaled beyond one.
 */
final class SingleInstance {
    /** What upgrades such an app if nothing is said. */
    static final RolloutPolicy ROLLOUT = new RolloutPolicy(0, 0);

    private static final String LABEL = "MARATHON_SINGLE_INSTANCE_APP";
    private static final String TOO_MANY = "must be at most 1: the label " + LABEL + " says so";

    private SingleInstance() {}

    static boolean is(Map<String, String> labels) {
        return "true".equals(labels.get(LABEL));
    }

    static void check(Fields app, int instances, RolloutPolicy rollout) {
        if (instances > 1) {
            app.faults().rule(app.path("instances"), TOO_MANY);
        }
        if (rollout.minimumReady() != 0) {
            app.faults()
                    .rule(
                            app.path("upgradeStrategy") + "/minimumHealthCapacity",
                            "must be 0: the label " + LABEL + " says so");
        }
        if (rollout.maximumExtra() != 0) {
            app.faults()
                    .rule(
                            app.path("upgradeStrategy") + "/maximumOverCapacity",
                            "must be 0: the label " + LABEL + " says so");
        }
    }
}

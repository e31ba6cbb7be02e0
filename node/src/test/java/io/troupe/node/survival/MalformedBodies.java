package io.troupe.node.survival;

import java.util.List;
import java.util.SplittableRandom;

/** Request bodies that cannot be an app: broken JSON, wrong types, wrong values, deep nesting, huge texts. */
final class MalformedBodies {
    private static final List<String> FIELDS = List.of(
            "cmd",
            "args",
            "cpus",
            "mem",
            "disk",
            "instances",
            "env",
            "labels",
            "container",
            "networks",
            "portDefinitions",
            "constraints",
            "upgradeStrategy",
            "backoffSeconds",
            "backoffFactor",
            "maxLaunchDelaySeconds",
            "taskKillGracePeriodSeconds",
            "killSelection",
            "acceptedResourceRoles",
            "user");

    private final SplittableRandom random;

    MalformedBodies(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        return switch (random.nextInt(6)) {
            case 0 -> "{\"id\":\"/odd\",\"cmd\":\"true\"".substring(0, 1 + random.nextInt(20));
            case 1 -> app(FIELDS.get(random.nextInt(FIELDS.size())), wrongType());
            case 2 -> app("nested", "[".repeat(1 + random.nextInt(5_000)));
            case 3 -> app("cpus", "-" + (1 + random.nextInt(1_000)));
            case 4 -> app("constraints", "[[\"hostname\",\"NEAR_" + random.nextInt(100) + "\"]]");
            default -> noise();
        };
    }

    /** Of a type that none of the fields takes: an object within arrays. */
    private String wrongType() {
        return "[[[{\"x\":" + random.nextInt() + "}]]]";
    }

    private String app(String field, String value) {
        return "{\"id\":\"/odd\",\"cmd\":\"true\",\"" + field + "\":" + value + "}";
    }

    private String noise() {
        var text = new StringBuilder();
        var length = 1 + random.nextInt(random.nextInt(20) == 0 ? 200_000 : 200);
        for (var index = 0; index < length; index++) {
            text.append((char) (32 + random.nextInt(95)));
        }
        return text.toString();
    }
}

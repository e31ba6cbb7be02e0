package io.troupe.gateway.marathon;

/** Keys of the annotations that keep what only this dialect knows of a definition. */
final class Notes {
    /** {@code DOCKER} or {@code MESOS}: the container's type; absent if the app has no container. */
    static final String CONTAINER_TYPE = "marathon.container-type";

    /** {@code true} if {@code requirePorts} was. */
    static final String REQUIRE_PORTS = "marathon.require-ports";

    /** The grace period in seconds, if one was given. */
    static final String GRACE_SECONDS = "marathon.grace-seconds";

    /** The memory in MiB as it was written, if it is no whole number. */
    static final String MEMORY = "marathon.mem";

    /** The disk in MiB as it was written, if it is no whole number. */
    static final String DISK = "marathon.disk";

    /** The resource limits as they were written. */
    static final String LIMITS = "marathon.resource-limits";

    /** {@code udp,tcp} or such is kept in sets; which {@code tty} was written: {@code true} or {@code false}. */
    static final String TTY = "marathon.tty";

    /** The health checks with all their defaults, as an array. */
    static final String HEALTH_CHECKS = "marathon.health-checks";

    /** The readiness checks with all their defaults, as an array. */
    static final String READINESS_CHECKS = "marathon.readiness-checks";

    /** The check without consequences, with all its defaults. */
    static final String CHECK = "marathon.check";

    /** The whole definition of a pod with all its defaults, but for how many; absent for apps. */
    static final String POD = "marathon.pod";

    private Notes() {}
}

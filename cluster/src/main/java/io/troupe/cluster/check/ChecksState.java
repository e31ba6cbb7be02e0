package io.troupe.cluster.check;

import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The checks of one running instance.
 *
 * @param started when the instance began to run
 * @param adopted whether a former run of the agent has known more than this one
 * @param told what the agent was told last
 * @param toldAt when
 */
public record ChecksState(Instant started, boolean adopted, List<CheckState> checks, Health told, Instant toldAt) {
    /** After a restart of the agent the first tries of all instances are spread over at most this time. */
    private static final Duration SPREAD_MAX = Duration.ofSeconds(10);

    public ChecksState {
        checks = List.copyOf(checks);
    }

    /** The checks of an instance that runs since {@code started}. */
    public static ChecksState starting(
            InstanceId id, List<ContainerCheck> plan, Instant started, boolean adopted, Instant now) {
        var checks = new ArrayList<CheckState>(plan.size());
        for (var check : plan) {
            var spec = check.spec();
            var first = started.plus(spec.delay());
            if (adopted && first.isBefore(now)) {
                first = now.plus(spread(id, spec.interval()));
            }
            checks.add(CheckState.untried(spec, started, first));
        }
        return new ChecksState(started, adopted, checks, adopted ? Health.UNKNOWN : untried(plan, started), now);
    }

    /** What is known of an instance that has just begun to run. */
    public static Health untried(List<ContainerCheck> plan, Instant started) {
        return new Health(
                plan.stream().anyMatch(check -> check.spec().purpose().gates()) ? Readiness.NOT_READY : Readiness.READY,
                plan.stream()
                        .map(check -> CheckResult.untried(check.spec().name(), started))
                        .toList());
    }

    private static Duration spread(InstanceId id, Duration interval) {
        var most = interval.compareTo(SPREAD_MAX) < 0 ? interval : SPREAD_MAX;
        return Duration.ofMillis(Math.floorMod(id.value().hashCode(), most.toMillis() + 1));
    }

    /** Whether checks that are to hold the others back have not passed yet. */
    boolean startingUp() {
        return checks.stream()
                .anyMatch(check -> check.spec().purpose() == CheckPurpose.STARTUP
                        && !check.result().passing());
    }

    /** The whole of what is known. */
    Health health() {
        var readiness = readiness();
        return readiness == Readiness.UNKNOWN
                ? Health.UNKNOWN
                : new Health(readiness, checks.stream().map(CheckState::result).toList());
    }

    private Readiness readiness() {
        var gating =
                checks.stream().filter(check -> check.spec().purpose().gates()).toList();
        if (gating.stream().anyMatch(check -> check.result().failing())) {
            return Readiness.NOT_READY;
        }
        if (gating.stream().allMatch(check -> check.result().passing())) {
            return Readiness.READY;
        }
        return adopted ? Readiness.UNKNOWN : Readiness.NOT_READY;
    }

    ChecksState with(int index, CheckState check) {
        var next = new ArrayList<>(checks);
        next.set(index, check);
        return new ChecksState(started, adopted, next, told, toldAt);
    }

    ChecksState told(Health health, Instant at) {
        return new ChecksState(started, adopted, checks, health, at);
    }
}

package io.troupe.protocol.workload;

import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent saw of one instance. A report states the whole of what is, so it may be repeated, lost or late without harm.
 *
 * @param instance the instance
 * @param state {@link InstanceState#PREPARING} or later; {@link InstanceState#DROPPED} if the agent refused it
 * @param at when the agent saw it
 * @param containers the engine's ids of its containers, as far as they exist
 * @param addresses the instance's own addresses (container network); empty on the host network
 * @param ending how it ended; null while it has not
 * @param message a sentence for a person, for example why it could not be started; empty if there is nothing to say
 * @param health whether it serves, by its checks; null if it has none, or has not come that far
 */
public record InstanceReport(
        InstanceId instance,
        InstanceState state,
        Instant at,
        List<String> containers,
        List<String> addresses,
        @Nullable Ending ending,
        String message,
        @Nullable Health health) {
    public InstanceReport {
        containers = List.copyOf(containers);
        addresses = List.copyOf(addresses);
    }

    /** A report of a state alone. */
    public static InstanceReport seen(InstanceId instance, InstanceState state, Instant at) {
        return new InstanceReport(instance, state, at, List.of(), List.of(), null, "", null);
    }

    /** The same instance in another state, as seen then; its containers and addresses stay. */
    public InstanceReport in(InstanceState newState, Instant then) {
        return new InstanceReport(instance, newState, then, containers, addresses, ending, message, health);
    }

    public InstanceReport seenAt(Instant then) {
        return new InstanceReport(instance, state, then, containers, addresses, ending, message, health);
    }

    public InstanceReport withContainers(List<String> ids, List<String> ownAddresses) {
        return new InstanceReport(instance, state, at, ids, ownAddresses, ending, message, health);
    }

    public InstanceReport withEnding(@Nullable Ending newEnding) {
        return new InstanceReport(instance, state, at, containers, addresses, newEnding, message, health);
    }

    public InstanceReport withMessage(String text) {
        return new InstanceReport(instance, state, at, containers, addresses, ending, text, health);
    }

    public InstanceReport withHealth(@Nullable Health newHealth) {
        return new InstanceReport(instance, state, at, containers, addresses, ending, message, newHealth);
    }

    /** Whether it serves, as far as this report knows. */
    public boolean ready() {
        return state == InstanceState.RUNNING && (health == null || health.readiness() == Readiness.READY);
    }
}

package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param endings of an instance with several containers, how those ended that have, in the order of their ends
 */
public record InstanceReport(
        InstanceId instance,
        InstanceState state,
        Instant at,
        List<String> containers,
        List<String> addresses,
        @Nullable Ending ending,
        String message,
        @Nullable Health health,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerEnding> endings) {
    public InstanceReport {
        // Null in what was stored before there were instances of several containers.
        endings = endings == null ? List.of() : List.copyOf(endings);
        containers = List.copyOf(containers);
        addresses = List.copyOf(addresses);
    }

    /** A report that says nothing of single containers. */
    public InstanceReport(
            InstanceId instance,
            InstanceState state,
            Instant at,
            List<String> containers,
            List<String> addresses,
            @Nullable Ending ending,
            String message,
            @Nullable Health health) {
        this(instance, state, at, containers, addresses, ending, message, health, List.of());
    }

    /** A report of a state alone. */
    public static InstanceReport seen(InstanceId instance, InstanceState state, Instant at) {
        return new InstanceReport(instance, state, at, List.of(), List.of(), null, "", null);
    }

    /** The same instance in another state, as seen then; its containers and addresses stay. */
    public InstanceReport in(InstanceState newState, Instant then) {
        return new InstanceReport(instance, newState, then, containers, addresses, ending, message, health, endings);
    }

    public InstanceReport seenAt(Instant then) {
        return new InstanceReport(instance, state, then, containers, addresses, ending, message, health, endings);
    }

    public InstanceReport withContainers(List<String> ids, List<String> ownAddresses) {
        return new InstanceReport(instance, state, at, ids, ownAddresses, ending, message, health, endings);
    }

    public InstanceReport withEnding(@Nullable Ending newEnding) {
        return new InstanceReport(instance, state, at, containers, addresses, newEnding, message, health, endings);
    }

    public InstanceReport withMessage(String text) {
        return new InstanceReport(instance, state, at, containers, addresses, ending, text, health, endings);
    }

    public InstanceReport withHealth(@Nullable Health newHealth) {
        return new InstanceReport(instance, state, at, containers, addresses, ending, message, newHealth, endings);
    }

    public InstanceReport withEndings(List<ContainerEnding> all) {
        return new InstanceReport(instance, state, at, containers, addresses, ending, message, health, all);
    }

    /** With one more container that has ended; what was known before of the same one counts. */
    public InstanceReport withEnded(ContainerEnding one) {
        return endings.stream().anyMatch(known -> known.container().equals(one.container()))
                ? this
                : withEndings(Stream.concat(endings.stream(), Stream.of(one)).toList());
    }

    /** How a container ended, if it has. */
    public Optional<Ending> endingOf(String container) {
        return endings.stream()
                .filter(one -> one.container().equals(container))
                .map(ContainerEnding::ending)
                .findFirst();
    }

    /** Whether it serves, as far as this report knows. */
    public boolean ready() {
        return state == InstanceState.RUNNING && (health == null || health.readiness() == Readiness.READY);
    }
}

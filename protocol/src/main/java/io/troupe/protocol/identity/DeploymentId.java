package io.troupe.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of one change asked for by a user; a UUID minted by the gateway that took the request. */
public record DeploymentId(String value) implements Comparable<DeploymentId> {
    public DeploymentId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("deployment id is blank");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeploymentId of(String value) {
        return new DeploymentId(value);
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}

package io.troupe.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of one instance, minted once by its supervisor before anything starts, for example {@code
 * prod_shop_web.instance-0b7c...}.
 *
 * <p>It carries the workload's path (slashes as underscores) so that a person reading a list of containers knows what they see;
 * programs take the workload from the label or message beside it, because underscores and dots make the way back ambiguous.
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
    private static final String SEPARATOR = ".instance-";

    public InstanceId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("instance id is blank");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static InstanceId of(String value) {
        return new InstanceId(value);
    }

    /** The id for a new instance of a workload; {@code unique} comes from the caller's source of randomness. */
    public static InstanceId mint(WorkloadId workload, String unique) {
        return new InstanceId(workload.path().substring(1).replace('/', '_') + SEPARATOR + unique);
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}

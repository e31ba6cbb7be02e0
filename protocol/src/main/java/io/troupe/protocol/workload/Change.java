package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.InstanceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment asks of one workload.
 *
 * <p>{@code basedOn} is the {@link Target#version()} the asker had seen: if the workload has moved on, the change is refused as stale. Null
 * means "whatever it is now".
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.Create.class, name = "create"),
    @JsonSubTypes.Type(value = Change.Update.class, name = "update"),
    @JsonSubTypes.Type(value = Change.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = Change.Restart.class, name = "restart"),
    @JsonSubTypes.Type(value = Change.KillAndScale.class, name = "kill-and-scale"),
    @JsonSubTypes.Type(value = Change.Delete.class, name = "delete")
})
public sealed interface Change {
    /** Makes the workload; refused if it exists. */
    record Create(WorkloadSpec spec, int instances) implements Change {}

    /** Gives it a spec and a number; makes a new revision only if the spec differs. Refused if it does not exist. */
    record Update(
            WorkloadSpec spec,
            int instances,
            @Nullable Long basedOn,
            @Nullable RolloutManner manner) implements Change {
        /** {@code manner} is null for {@link RolloutManner#BY_POLICY}, as in what was stored before there were others. */
        public Update {
            manner = manner == RolloutManner.BY_POLICY ? null : manner;
        }

        public Update(WorkloadSpec spec, int instances, @Nullable Long basedOn) {
            this(spec, instances, basedOn, null);
        }

        /** How it is rolled out. */
        public RolloutManner rolledOut() {
            return manner == null ? RolloutManner.BY_POLICY : manner;
        }
    }

    /** Gives it a number; no instance is replaced. */
    record Scale(int instances, @Nullable Long basedOn) implements Change {}

    /** Replaces all instances by new ones of the same revision, by the rollout's rule. */
    record Restart() implements Change {}

    /** Stops these instances and wants as many fewer; unknown ones are ignored. */
    record KillAndScale(List<InstanceId> instances) implements Change {
        public KillAndScale {
            instances = List.copyOf(instances);
        }
    }

    /** Stops all instances, then forgets the workload (its history stays). */
    record Delete() implements Change {}
}

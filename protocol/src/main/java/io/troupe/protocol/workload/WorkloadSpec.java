package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one revision of a workload runs, and by which rules. How many instances are wanted is not part of it: see {@link Target}.
 *
 * @param id the workload
 * @param containers the containers of each instance, at least one; they start, live and stop together
 * @param network how the instance reaches and is reached
 * @param ports the ports the instance serves, in the order in which {@code PORT0, PORT1...} count them
 * @param labels a user's labels
 * @param annotations notes of the dialect that made the spec, needed to give it back as it was written; the core never reads them
 * @param constraints rules for the nodes that may run an instance
 * @param roles roles of node capacity this workload may use; empty for what is for everybody and what is for its own role
 * @param backoff how long to wait before an instance is launched again after a failure
 * @param rollout how many instances may be missing or extra while instances are replaced
 * @param stop how an instance is stopped
 * @param killSelection which instance goes first when there are too many
 * @param dependencies the workloads and groups that must be ready before this one is started or changed; they are stopped after it
 * @param volumes the volumes that its containers may mount
 * @param overhead what an instance takes of its node beside its containers; null for nothing
 * @param role for whom it runs, which says whose capacity it may use; null for {@link #EVERYBODY}
 * @param slots what its slots mean; null if they are all alike
 * @param unreachable what becomes of an instance whose node is away; null for the default, see {@link #whenUnreachable()}
 */
public record WorkloadSpec(
        WorkloadId id,
        List<ContainerSpec> containers,
        NetworkSpec network,
        List<PortSpec> ports,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Constraint> constraints,
        List<String> roles,
        BackoffPolicy backoff,
        RolloutPolicy rollout,
        StopPolicy stop,
        KillSelection killSelection,
        List<TreePath> dependencies,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VolumeSpec> volumes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Resources overhead,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String role,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SlotRule slots,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UnreachablePolicy unreachable) {
    /** The role of capacity, and of workloads, that belong to nobody in particular. */
    public static final String EVERYBODY = "*";

    /** Most instances one workload may have. */
    public static final int INSTANCES_MAX = 100_000;

    public WorkloadSpec {
        containers = List.copyOf(containers);
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        constraints = List.copyOf(constraints);
        roles = List.copyOf(roles);
        // Null in what was stored before there were dependencies.
        dependencies = dependencies == null ? List.of() : List.copyOf(dependencies);
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        role = EVERYBODY.equals(role) ? null : role;
        // Null in what was stored before there was a choice, and so that none takes no room.
        unreachable = usual(slots).equals(unreachable) ? null : unreachable;
        if (containers.isEmpty()) {
            throw new IllegalArgumentException("a workload needs at least one container");
        }
    }

    /** A spec with the default rules: the given containers on the host network, without ports, labels or constraints. */
    public static WorkloadSpec of(WorkloadId id, ContainerSpec container) {
        return new WorkloadSpec(
                id,
                List.of(container),
                NetworkSpec.HOST,
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                BackoffPolicy.DEFAULT,
                RolloutPolicy.DEFAULT,
                StopPolicy.DEFAULT,
                KillSelection.YOUNGEST_FIRST,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    /** The roles of node capacity that an instance may use. */
    public List<String> capacityRoles() {
        return !roles.isEmpty() ? roles : role == null ? List.of(EVERYBODY) : List.of(EVERYBODY, role);
    }

    /** For whom it runs. */
    public String roleOrEverybody() {
        return role == null ? EVERYBODY : role;
    }

    /** Whether one instance runs on each fit node, however many there are. */
    public boolean followsNodes() {
        return slots instanceof SlotRule.EveryNode;
    }

    /** Whether an instance of the other spec need not be replaced by one of this: they differ in no more than how far an update goes. */
    public boolean runsLike(WorkloadSpec other) {
        return equals(other)
                || slots instanceof SlotRule.Ordinal mine
                        && other.slots instanceof SlotRule.Ordinal(var order, var partition)
                        && other.toBuilder()
                                .slots(new SlotRule.Ordinal(order, mine.partition()))
                                .build()
                                .equals(this);
    }

    /** What one instance takes of its node: the sum over its containers, and what it takes beside them. */
    public Resources resources() {
        return containers.stream()
                .map(ContainerSpec::resources)
                .reduce(overhead == null ? Resources.NONE : overhead, Resources::plus);
    }

    /** What becomes of an instance whose node is away. */
    public UnreachablePolicy whenUnreachable() {
        return unreachable == null ? usual(slots) : unreachable;
    }

    /** The volume of that name. */
    public Optional<VolumeSpec> volume(String name) {
        return volumes.stream().filter(volume -> volume.name().equals(name)).findFirst();
    }

    /** Where slots are identities, nobody takes one over as long as it is not sure that it is free. */
    private static UnreachablePolicy usual(@Nullable SlotRule slots) {
        return slots instanceof SlotRule.Ordinal ? UnreachablePolicy.NEVER : UnreachablePolicy.AT_ONCE;
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Makes a spec, field by field; what is not set has its default. */
    public static final class Builder {
        private WorkloadId id;
        private List<ContainerSpec> containers;
        private NetworkSpec network;
        private List<PortSpec> ports;
        private Map<String, String> labels;
        private Map<String, String> annotations;
        private List<Constraint> constraints;
        private List<String> roles;
        private BackoffPolicy backoff;
        private RolloutPolicy rollout;
        private StopPolicy stop;
        private KillSelection killSelection;
        private List<TreePath> dependencies;
        private List<VolumeSpec> volumes;
        private @Nullable Resources overhead;
        private @Nullable String role;
        private @Nullable SlotRule slots;
        private @Nullable UnreachablePolicy unreachable;

        private Builder(WorkloadSpec from) {
            this.id = from.id;
            this.containers = from.containers;
            this.network = from.network;
            this.ports = from.ports;
            this.labels = from.labels;
            this.annotations = from.annotations;
            this.constraints = from.constraints;
            this.roles = from.roles;
            this.backoff = from.backoff;
            this.rollout = from.rollout;
            this.stop = from.stop;
            this.killSelection = from.killSelection;
            this.dependencies = from.dependencies;
            this.volumes = from.volumes;
            this.overhead = from.overhead;
            this.role = from.role;
            this.slots = from.slots;
            this.unreachable = from.unreachable;
        }

        public Builder id(WorkloadId value) {
            this.id = value;
            return this;
        }

        public Builder containers(List<ContainerSpec> value) {
            this.containers = value;
            return this;
        }

        public Builder network(NetworkSpec value) {
            this.network = value;
            return this;
        }

        public Builder ports(List<PortSpec> value) {
            this.ports = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        public Builder annotations(Map<String, String> value) {
            this.annotations = value;
            return this;
        }

        public Builder constraints(List<Constraint> value) {
            this.constraints = value;
            return this;
        }

        public Builder roles(List<String> value) {
            this.roles = value;
            return this;
        }

        public Builder backoff(BackoffPolicy value) {
            this.backoff = value;
            return this;
        }

        public Builder rollout(RolloutPolicy value) {
            this.rollout = value;
            return this;
        }

        public Builder stop(StopPolicy value) {
            this.stop = value;
            return this;
        }

        public Builder killSelection(KillSelection value) {
            this.killSelection = value;
            return this;
        }

        public Builder dependencies(List<TreePath> value) {
            this.dependencies = value;
            return this;
        }

        public Builder volumes(List<VolumeSpec> value) {
            this.volumes = value;
            return this;
        }

        public Builder overhead(@Nullable Resources value) {
            this.overhead = value;
            return this;
        }

        public Builder role(@Nullable String value) {
            this.role = value;
            return this;
        }

        public Builder slots(@Nullable SlotRule value) {
            this.slots = value;
            return this;
        }

        public Builder unreachable(@Nullable UnreachablePolicy value) {
            this.unreachable = value;
            return this;
        }

        public WorkloadSpec build() {
            return new WorkloadSpec(
                    id,
                    containers,
                    network,
                    ports,
                    labels,
                    annotations,
                    constraints,
                    roles,
                    backoff,
                    rollout,
                    stop,
                    killSelection,
                    dependencies,
                    volumes,
                    overhead,
                    role,
                    slots,
                    unreachable);
        }
    }
}

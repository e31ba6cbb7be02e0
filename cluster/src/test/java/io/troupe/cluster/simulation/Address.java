package io.troupe.cluster.simulation;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;

/** Whom a message is for, wherever that lives. */
public sealed interface Address {
    /** Lives on the node that has its shard. */
    sealed interface OfEntity extends Address {}

    record Supervisor(WorkloadId workload) implements OfEntity {
        @Override
        public String toString() {
            return workload.path();
        }
    }

    record Coordinator(DeploymentId deployment) implements OfEntity {
        @Override
        public String toString() {
            return deployment.value();
        }
    }

    record Groups(TreePath tenant) implements OfEntity {
        @Override
        public String toString() {
            return "groups of " + tenant.path();
        }
    }

    record Broker() implements Address {
        @Override
        public String toString() {
            return "broker";
        }
    }

    record Agent(NodeId node) implements Address {
        @Override
        public String toString() {
            return "agent " + node;
        }
    }

    /** The agents of all nodes. */
    record Agents() implements Address {
        @Override
        public String toString() {
            return "all agents";
        }
    }
}

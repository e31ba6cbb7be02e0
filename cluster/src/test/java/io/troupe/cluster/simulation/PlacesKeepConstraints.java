package io.troupe.cluster.simulation;

import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A spread by GROUP_BY is not among them: it depends on what ran when it was judged. Nor does what stood on a node that is gone for ever count: a broker
 * that has never heard of the node cannot know what it was.
 */
final class PlacesKeepConstraints implements Invariant {
    private final World world;

    PlacesKeepConstraints(World world) {
        this.world = world;
    }

    @Override
    public String sentence() {
        return "What was placed keeps the constraints of its workload";
    }

    @Override
    public void check(Happening happening) {
        if (happening instanceof Happening.Stored stored) {
            WorkloadState state = stored.before();
            for (WorkloadRecord entry : stored.entries()) {
                WorkloadState after = state.apply(entry);
                if (entry.event() instanceof WorkloadEvent.InstancesPlaced placed) {
                    for (PlacedInstance one : placed.instances()) {
                        check(after, one);
                    }
                }
                state = after;
            }
        }
    }

    private void check(WorkloadState state, PlacedInstance placed) {
        NodeDescription here = node(placed.place().node());
        List<NodeDescription> others = new ArrayList<>();
        for (Instance other : state.instances()) {
            if (other.place() != null
                    && !other.id().equals(placed.id())
                    && !world.hasLost(other.place().node())) {
                others.add(node(other.place().node()));
            }
        }
        long revision = state.instance(placed.id()).map(Instance::revision).orElseThrow();
        for (Constraint constraint : state.revisionNumbered(revision).spec().constraints()) {
            if (!holds(constraint, here, others)) {
                throw violation(placed.id() + " on " + here.id() + " breaks " + constraint + " beside instances on "
                        + others.stream().map(NodeDescription::id).toList());
            }
        }
    }

    private NodeDescription node(NodeId id) {
        Host host = world.hosts().get(id);
        if (host == null) {
            throw violation("placed on " + id + ", which never was");
        }
        return host.description();
    }

    private static boolean holds(Constraint constraint, NodeDescription here, List<NodeDescription> others) {
        String value = value(here, constraint.field());
        long alike = others.stream()
                .filter(other -> value(other, constraint.field()).equals(value))
                .count();
        return switch (constraint.operator()) {
            case UNIQUE -> alike == 0;
            case MAX_PER -> alike < Long.parseLong(String.valueOf(constraint.value()));
            case CLUSTER -> alike == others.size();
            case LIKE -> value.matches(String.valueOf(constraint.value()));
            case UNLIKE -> !value.matches(String.valueOf(constraint.value()));
            case IS -> value.equals(constraint.value());
            case GROUP_BY -> true;
        };
    }

    private static String value(NodeDescription node, String field) {
        return field.equals("hostname") ? node.host() : node.attributes().getOrDefault(field, "");
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.group.GroupLedger;
import io.troupe.cluster.placement.Fitness;
import io.troupe.cluster.placement.NodeSnapshot;
import io.troupe.cluster.placement.Placement;
import io.troupe.cluster.placement.PlacementRequest;
import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the world is as users want it: judged by the journals, the engines and the agents together. */
final class Convergence {
    private final World world;

    Convergence(World world) {
        this.world = world;
    }

    /** What is not yet right; empty if all is. What waits for room that there is not is right. */
    Optional<String> missing() {
        for (Host host : world.members()) {
            if (!host.isUp()) {
                return Optional.of(host + " is not up");
            }
        }
        for (var entry : world.truth().workloads().entrySet()) {
            Optional<String> fault = faultOf(entry.getKey(), entry.getValue());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return orphans().or(this::groups).or(this::deployments);
    }

    /** The deployments that cannot end, because there is no room for what they want. */
    List<DeploymentId> stuck() {
        List<DeploymentId> stuck = new ArrayList<>();
        world.truth().deployments().forEach((id, deployment) -> {
            if (deployment.outcome() == null) {
                stuck.add(id);
            }
        });
        return stuck;
    }

    private Optional<String> faultOf(WorkloadId id, WorkloadState state) {
        if (!state.exists()) {
            return state.instances().isEmpty() && !isHeldInVain(state)
                    ? Optional.empty()
                    : Optional.of(
                            id + " does not exist, is held by " + state.rollout() + " and has " + state.instances());
        }
        if (state.revision().spec().followsNodes()) {
            Optional<String> nodes = nodesOf(id, state);
            if (nodes.isPresent()) {
                return nodes;
            }
        }
        boolean incomplete = hasLostSome(state);
        if (state.deleting() && keepsLostIdentities(state)) {
            return Optional.empty();
        }
        if (state.deleting()) {
            return Optional.of(id + " is not deleted yet: " + state.instances());
        }
        for (Instance instance : state.instances()) {
            if (instance.state() != InstanceState.PLANNED && !isLost(state, instance) && !runs(state, instance)) {
                return Optional.of(instance.id() + " does not run yet: " + instance.state() + " on " + instance.place()
                        + (instance.stopping() == null ? "" : ", to stop"));
            }
        }
        if (isHeldInVain(state)) {
            return Optional.of(id + " is still held by " + state.rollout());
        }
        boolean arrived = state.instances().size() == state.wanted().instances()
                && state.instances().stream().allMatch(Instance::ready);
        return arrived ? Optional.empty() : unexplained(id, state, incomplete);
    }

    /** It follows the nodes that are fit for it and no others, and what stood on one that is gone for ever is given up. */
    private Optional<String> nodesOf(WorkloadId id, WorkloadState state) {
        if (hasLostSome(state)) {
            return Optional.of(id + " follows the nodes and keeps what is gone for ever: " + state.instances());
        }
        Fitness fitness = Fitness.of(state.revision().spec());
        List<NodeId> fit = world.members().stream()
                .map(Host::description)
                .filter(fitness::isFit)
                .map(NodeDescription::id)
                .sorted()
                .toList();
        return state.deleting() || state.followed().nodes().equals(fit)
                ? Optional.empty()
                : Optional.of(id + " follows " + state.followed() + ", and fit are " + fit);
    }

    /** What stood on a node that is gone for ever is waited for if its policy says so. */
    private boolean isLost(WorkloadState state, Instance instance) {
        return instance.place() != null
                && world.hasLost(instance.place().node())
                && !state.unreachablePolicy(instance.revision()).replaced();
    }

    /** What has an identity is waited for even when it is to stop: nobody else may have it. */
    private boolean keepsLostIdentities(WorkloadState state) {
        return state.instances().stream()
                .allMatch(instance -> isLost(state, instance)
                        && state.revisionNumbered(instance.revision()).spec().slots() instanceof SlotRule.Ordinal);
    }

    private boolean hasLostSome(WorkloadState state) {
        return state.instances().stream().anyMatch(instance -> isLost(state, instance));
    }

    /** A deployment that waits for another workload may hold a lock for as long as it waits; who stands in line tries its locks now and then. */
    private boolean isHeldInVain(WorkloadState state) {
        var rollout = state.rollout();
        var holder = rollout == null ? null : world.truth().deployments().get(rollout.deployment());
        return rollout != null
                && (holder == null || holder.outcome() != null || !waits(holder) && !standsInLine(holder));
    }

    /** What is neither there nor excused by a lack of room. */
    private Optional<String> unexplained(WorkloadId id, WorkloadState state, boolean incomplete) {
        List<Instance> waiting = state.instances().stream()
                .filter(instance -> instance.state() == InstanceState.PLANNED)
                .toList();
        if (waiting.isEmpty()) {
            return incomplete
                    ? Optional.empty()
                    : Optional.of(id + " wants " + state.wanted().instances() + " and has "
                            + state.instances().size());
        }
        boolean shown = world.members().stream()
                .flatMap(host -> host.directory().answer().workloads().stream())
                .filter(view -> view.id().equals(id))
                .map(WorkloadView::refusals)
                .anyMatch(refusals -> refusals != null);
        if (!shown) {
            return Optional.of(id + " waits without a reason: " + waiting);
        }
        return hasRoom(state, waiting) ? Optional.of(id + " waits though there is room: " + waiting) : Optional.empty();
    }

    private boolean hasRoom(WorkloadState state, List<Instance> waiting) {
        List<NodeSnapshot> nodes = world.members().stream()
                .filter(host -> host.agentActor() != null)
                .map(Convergence::snapshot)
                .toList();
        List<NodeDescription> peers = new ArrayList<>();
        for (Instance instance : state.instances()) {
            if (instance.place() != null) {
                Host host = world.hosts().get(instance.place().node());
                if (host != null) {
                    peers.add(host.description());
                }
            }
        }
        // What is kept up beside a trial runs by its own revision.
        return waiting.stream().map(Instance::revision).distinct().anyMatch(revision -> {
            PlacementRequest request = new PlacementRequest(
                    state.revisionNumbered(revision).spec(),
                    waiting.stream()
                            .filter(instance -> instance.revision() == revision)
                            .map(Instance::id)
                            .toList(),
                    peers,
                    waiting.size() + peers.size());
            return !Placement.place(nodes, request, 1).grants().isEmpty();
        });
    }

    private static NodeSnapshot snapshot(Host host) {
        AgentStandIn agent = host.agentActor();
        if (agent == null) {
            throw new AssertionError(host + " is up and has no agent");
        }
        Set<Integer> ports = new HashSet<>();
        agent.state().live().map(held -> held.holding().hostPorts()).forEach(ports::addAll);
        return new NodeSnapshot(host.description(), true, agent.state().free(), ports);
    }

    private boolean runs(WorkloadState state, Instance instance) {
        if (!instance.ready() || instance.place() == null) {
            return false;
        }
        Host host = world.hosts().get(instance.place().node());
        if (host == null) {
            return false;
        }
        List<Container> parts = host.engine().of(instance.id());
        return parts.size()
                        == state.revisionNumbered(instance.revision())
                                .spec()
                                .containers()
                                .size()
                && parts.stream().allMatch(Container::runs);
    }

    private Optional<String> orphans() {
        for (Host host : world.members()) {
            for (Container container : host.engine().all()) {
                var identity = container.identity();
                if (container.runs()
                        && world.truth()
                                .workload(identity.workload())
                                .instance(identity.instance())
                                .isEmpty()) {
                    return Optional.of(identity.id() + " runs on " + host + " and nobody knows of it");
                }
            }
        }
        return Optional.empty();
    }

    /** Groups are held for a moment only, and each reader sees them as they are. */
    private Optional<String> groups() {
        for (var entry : world.truth().groups().entrySet()) {
            TreePath tenant = entry.getKey();
            GroupLedger ledger = entry.getValue();
            if (ledger.holder() != null) {
                return Optional.of("the groups of " + tenant + " are still held by " + ledger.holder());
            }
            boolean shown = ledger.view()
                    .map(view -> world.members().stream().anyMatch(host -> shows(host, view)))
                    .orElse(true);
            if (!shown) {
                return Optional.of("no directory shows the groups of " + tenant + " as they are: "
                        + world.members().stream()
                                .flatMap(host -> host.directory().answer().groups().stream()
                                        .filter(view -> view.tenant().equals(tenant))
                                        .map(view -> host + " shows entry " + view.sequence()))
                                .toList());
            }
        }
        return Optional.empty();
    }

    private static boolean shows(Host host, GroupView view) {
        return host.directory().answer().groups().stream().anyMatch(view::equals);
    }

    private Optional<String> deployments() {
        for (var entry : world.truth().deployments().entrySet()) {
            DeploymentOutcome outcome = entry.getValue().outcome();
            if (outcome == null && !waits(entry.getValue()) && !standsInLine(entry.getValue())) {
                return Optional.of("deployment " + entry.getKey() + " has not ended");
            }
        }
        for (DeploymentId promised : world.users().promised().keySet()) {
            var deployment = world.truth().deployments().get(promised);
            if (deployment == null || !deployment.accepted() && !deployment.queued()) {
                return Optional.of("deployment " + promised + " was accepted, and nobody knows of it");
            }
        }
        return Optional.empty();
    }

    /** Behind one that holds a workload it wants, or waits longer for it. */
    private boolean standsInLine(Truth.Deployment deployment) {
        return deployment.queued()
                && !deployment.accepted()
                && world.truth().deployments().values().stream()
                        .filter(other -> other != deployment && other.outcome() == null)
                        .filter(other -> other.accepted()
                                || other.plan()
                                        .version()
                                        .isBefore(deployment.plan().version()))
                        .anyMatch(other -> other.plan().workloads().stream()
                                .anyMatch(deployment.plan().workloads()::contains));
    }

    /** For room, or for news of a node that is gone for ever. */
    private boolean waits(Truth.Deployment deployment) {
        return deployment.plan().workloads().stream()
                .map(workload -> world.truth().workload(workload))
                .anyMatch(state -> hasLostSome(state)
                        || state.instances().stream().anyMatch(instance -> instance.state() == InstanceState.PLANNED));
    }

    /** What is left of workloads that are deleted; empty if nothing is. */
    Optional<String> leftovers() {
        for (var entry : world.truth().workloads().entrySet()) {
            WorkloadId id = entry.getKey();
            if (entry.getValue().exists()) {
                continue;
            }
            if (world.storage().rosterTable().has("workload", id.path())) {
                return Optional.of(id + " is deleted and stands on the roster");
            }
            for (Host host : world.members()) {
                if (host.directory().answer().workloads().stream()
                        .anyMatch(view -> view.id().equals(id))) {
                    return Optional.of(id + " is deleted and stands in the directory of " + host);
                }
                AgentStandIn agent = host.agentActor();
                if (agent != null
                        && agent.state().live().anyMatch(held -> held.workload().equals(id))) {
                    return Optional.of(id + " is deleted and " + host + " holds an instance of it");
                }
            }
            var broker = world.broker().actor();
            if (broker != null && !broker.placesKept(id).isEmpty()) {
                return Optional.of(id + " is deleted and the broker keeps places for " + broker.placesKept(id));
            }
        }
        return Optional.empty();
    }
}

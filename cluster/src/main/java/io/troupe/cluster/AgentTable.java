package io.troupe.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.workload.DepartedNode;
import io.troupe.cluster.workload.SupervisorMessage;
import io.troupe.protocol.identity.NodeId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the agent of each node is reached. Each agent has a door: an actor whose name carries the node's id, so that the receptionist's list of
 * doors says whose they are.
 */
final class AgentTable {
    private static final ServiceKey<AgentCommand> DOORS = ServiceKey.create(AgentCommand.class, "agent");
    private static final String PREFIX = "agent-";

    private final ActorSystem<?> system;
    private final Map<NodeId, ActorRef<AgentCommand>> own = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private volatile Map<NodeId, ActorRef<AgentCommand>> heard = Map.of();
    private volatile List<DepartedNode> departed = List.of();

    AgentTable(ActorSystem<?> system, InstantSource clock) {
        this.system = system;
        this.clock = clock;
    }

    /** @param left hears which nodes have left the cluster, or were put out of it; not those that only cannot be reached */
    void watch(Consumer<NodeId> left) {
        system.systemActorOf(watching(left), "agent-table", Props.empty());
    }

    private Behavior<Receptionist.Listing> watching(Consumer<NodeId> left) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.subscribe(DOORS, context.getSelf()));
            var members = new HashSet<NodeId>();
            return Behaviors.receiveMessage(listing -> {
                var doors = new ConcurrentHashMap<NodeId, ActorRef<AgentCommand>>();
                listing.getServiceInstances(DOORS).forEach(door -> doors.put(nodeOf(door), door));
                heard = doors;
                var now = listing.getAllServiceInstances(DOORS).stream()
                        .map(AgentTable::nodeOf)
                        .collect(Collectors.toSet());
                var gone = members.stream().filter(node -> !now.contains(node)).toList();
                gone.forEach(left);
                depart(gone, now);
                members.clear();
                members.addAll(now);
                return Behaviors.same();
            });
        });
    }

    /** Says to all supervisors of this node who has left since it joined and is not back. */
    private void depart(Collection<NodeId> gone, Set<NodeId> present) {
        var at = clock.instant();
        var next = Stream.concat(departed.stream(), gone.stream().map(node -> new DepartedNode(node, at)))
                .filter(one -> !present.contains(one.node()))
                .toList();
        if (!next.equals(departed)) {
            departed = next;
            system.eventStream().tell(new EventStream.Publish<>(new SupervisorMessage.Departed(next)));
        }
    }

    /** All nodes that have left the cluster since this node joined, and are not back. */
    List<DepartedNode> departed() {
        return departed;
    }

    /** Opens the door of an agent that lives in this JVM. */
    void register(NodeId node, ActorRef<AgentCommand> agent) {
        own.put(node, agent);
        var door = system.systemActorOf(
                Behaviors.<AgentCommand>receiveMessage(command -> {
                    agent.tell(command);
                    return Behaviors.same();
                }),
                PREFIX + URLEncoder.encode(node.value(), StandardCharsets.UTF_8),
                Props.empty());
        system.receptionist().tell(Receptionist.register(DOORS, door));
    }

    Optional<ActorRef<AgentCommand>> agent(NodeId node) {
        var here = own.get(node);
        return Optional.ofNullable(here != null ? here : heard.get(node));
    }

    Collection<ActorRef<AgentCommand>> agents() {
        var all = new HashMap<>(heard);
        all.putAll(own);
        return all.values();
    }

    private static NodeId nodeOf(ActorRef<AgentCommand> door) {
        return NodeId.of(URLDecoder.decode(door.path().name().substring(PREFIX.length()), StandardCharsets.UTF_8));
    }
}

package io.troupe.cluster;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.SingletonActor;
import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.OfferBroker;
import io.troupe.cluster.deployment.CoordinatorMessage;
import io.troupe.cluster.deployment.DeploymentCoordinator;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.cluster.directory.WorkloadDirectory;
import io.troupe.cluster.feed.EventFeed;
import io.troupe.cluster.feed.FeedReader;
import io.troupe.cluster.group.GroupSupervisor;
import io.troupe.cluster.roster.RosterKeeper;
import io.troupe.cluster.roster.RosterKinds;
import io.troupe.cluster.roster.RosterMessage;
import io.troupe.cluster.workload.WorkloadSupervisor;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedStore;
import io.troupe.persistence.history.EventHistory;
import io.troupe.persistence.roster.Roster;
import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts the control plane of one node, and holds what the node's other parts need of it. */
public final class ClusterRuntime {
    private static final Duration STATUS_SOON = Duration.ofMillis(50);
    private static final Duration STATUS_LATER = Duration.ofSeconds(2);

    /** Longer than the feed takes to store an event, so that a crash leaves what ended either there or on the roster. */
    private static final Duration RETIRE_AFTER = Duration.ofSeconds(1);

    private final AgentTable agents;
    private final Switchboard switchboard;
    private final ControlPlane controlPlane;

    private ClusterRuntime(AgentTable agents, Switchboard switchboard, ControlPlane controlPlane) {
        this.agents = agents;
        this.switchboard = switchboard;
        this.controlPlane = controlPlane;
    }

    /**
     * Starts all actors of the control plane and joins the cluster; returns at once: {@link ControlPlane#readiness()} says when it is ready.
     *
     * @param ids gives a new unique text at each call
     */
    public static ClusterRuntime start(
            ActorSystem<?> system,
            ClusterSettings settings,
            Roster roster,
            FeedStore feedStore,
            EventHistory journal,
            JournalWatch journalWatch,
            InstantSource clock,
            Supplier<String> ids) {
        join(system, settings);
        var directory =
                system.systemActorOf(WorkloadDirectory.create(settings.peerAnswerMax()), "directory", Props.empty());
        var agents = new AgentTable(system, clock);
        var switchboard = new ClusterSwitchboard(directory, agents);
        var told = new FeedReader(feedStore, journal);
        var reads = new ClusterReads(
                system,
                settings.askMax(),
                switchboard,
                directory,
                new WorkloadPast(journal),
                told,
                journalWatch,
                clock);
        var controlPlane =
                new ClusterControlPlane(system, settings, switchboard, directory, roster, reads, journalWatch, clock);

        var supervisors = WorkloadSupervisor.init(
                system,
                new WorkloadSupervisor.Surroundings(
                        switchboard, clock::instant, ids, agents::departed, settings.supervisor()));
        var around = new DeploymentCoordinator.Surroundings(
                switchboard,
                (plan, force, cause) -> controlPlane.submitUnlimited(plan, OnConflict.of(force), cause),
                deployment -> system.scheduler()
                        .scheduleOnce(
                                RETIRE_AFTER,
                                () -> retire(system, roster, deployment, clock),
                                system.executionContext()),
                clock,
                settings.pollInterval());
        var coordinators = ClusterSharding.get(system)
                .init(Entity.of(
                                DeploymentCoordinator.KEY,
                                entity -> DeploymentCoordinator.create(
                                        DeploymentId.of(entity.getEntityId()), around, entity.getShard()))
                        .withStopMessage(new CoordinatorMessage.Passivate()));
        var groups = GroupSupervisor.init(system, switchboard, clock);
        var feed = ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        restarting(EventFeed.create(new EventFeed.Surroundings(
                                directory,
                                feedStore,
                                told,
                                () -> listed(roster),
                                () -> reads.find(new DirectoryQuestion.AllNames()),
                                () -> controlPlane.readiness().ready(),
                                clock))),
                        "event-feed"));
        switchboard.connect(new ClusterSwitchboard.Lines(
                supervisors, coordinators, groups, broker(system, switchboard, clock, settings), feed));
        var keeper = ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        restarting(RosterKeeper.create(new RosterKeeper.Surroundings(
                                roster,
                                () -> reads.find(new DirectoryQuestion.AllNames()),
                                entry -> wake(controlPlane, entry),
                                clock,
                                settings.rosterInterval()))),
                        "roster-keeper"));
        agents.watch(node -> {
            switchboard.tellBroker(new BrokerCommand.NodeGone(node));
            keeper.tell(new RosterMessage.NodeLeft(node));
        });
        system.systemActorOf(statusWatch(keeper, controlPlane), "roster-status", Props.empty());
        return new ClusterRuntime(agents, switchboard, controlPlane);
    }

    private static void join(ActorSystem<?> system, ClusterSettings settings) {
        var cluster = Cluster.get(system);
        cluster.manager()
                .tell(
                        settings.seeds().isEmpty()
                                ? Join.create(cluster.selfMember().address())
                                : new JoinSeedNodes(settings.seeds().stream()
                                        .map(AddressFromURIString::parse)
                                        .toList()));
    }

    private static ActorRef<BrokerCommand> broker(
            ActorSystem<?> system, Switchboard switchboard, InstantSource clock, ClusterSettings settings) {
        // Clocks of nodes may differ by less than the time a fail-over takes, so a later broker has a higher epoch.
        return ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        restarting(Behaviors.setup(context -> OfferBroker.create(
                                switchboard, clock, clock.instant().toEpochMilli(), settings.broker()))),
                        "broker"));
    }

    private static <T> Behavior<T> restarting(Behavior<T> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
    }

    private static CompletionStage<Boolean> wake(ClusterControlPlane controlPlane, RosterEntry entry) {
        return switch (entry.kind()) {
            case RosterKinds.WORKLOAD -> controlPlane.wake(WorkloadId.of(entry.id()));
            case RosterKinds.GROUPS -> controlPlane.wake(TreePath.of(entry.id()));
            default -> controlPlane.wake(DeploymentId.of(entry.id()));
        };
    }

    /** Of groups nothing is told. */
    private static CompletionStage<Set<FeedKey>> listed(Roster roster) {
        return roster.all()
                .thenApply(entries -> entries.stream()
                        .filter(entry -> !entry.kind().equals(RosterKinds.GROUPS))
                        .map(entry -> new FeedKey(entry.kind(), entry.id()))
                        .collect(Collectors.toSet()));
    }

    private static void retire(ActorSystem<?> system, Roster roster, DeploymentId deployment, InstantSource clock) {
        roster.remove(RosterKinds.deployment(deployment, clock.instant())).whenComplete((done, failure) -> {
            if (failure != null) {
                system.log()
                        .warn(
                                "deployment={} stays on the roster until the next round reason=\"{}\"",
                                deployment,
                                failure.getMessage());
            }
        });
    }

    /** Asks how far recovery is: often until it is over, then now and then. */
    private static Behavior<RosterMessage.Status> statusWatch(
            ActorRef<RosterMessage> keeper, ClusterControlPlane controlPlane) {
        var silent = new RosterMessage.Status(false, "the keeper of the roster does not answer");
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var self = context.getSelf();
            var again = new RosterMessage.Status(false, "");
            keeper.tell(new RosterMessage.AskStatus(self));
            timers.startSingleTimer(silent, STATUS_LATER);
            return Behaviors.receiveMessage(status -> {
                if (status.equals(again)) {
                    keeper.tell(new RosterMessage.AskStatus(self));
                    timers.startSingleTimer(silent, STATUS_LATER);
                } else {
                    controlPlane.recovery(status);
                    timers.cancel(silent);
                    timers.startSingleTimer(again, status.ready() ? STATUS_LATER : STATUS_SOON);
                }
                return Behaviors.same();
            });
        }));
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    public Switchboard switchboard() {
        return switchboard;
    }

    /** From now on commands for the node reach this agent. Once in the life of a JVM for each node. */
    public void registerAgent(NodeId node, ActorRef<AgentCommand> agent) {
        agents.register(node, agent);
    }
}

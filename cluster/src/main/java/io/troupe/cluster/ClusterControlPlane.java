package io.troupe.cluster;

import akka.Done;
import akka.NotUsed;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSource;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedMessage;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.cluster.roster.RosterKinds;
import io.troupe.cluster.roster.RosterMessage;
import io.troupe.persistence.roster.Roster;
import io.troupe.persistence.roster.RosterEntry;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The control plane as a node of the cluster has it. */
final class ClusterControlPlane implements ControlPlane {
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final ClusterSettings settings;
    private final ClusterSwitchboard switchboard;
    private final ActorRef<DirectoryMessage> directory;
    private final Asking asking;
    private final ClusterReads reads;
    private final Roster roster;
    private final JournalWatch journalWatch;
    private final InstantSource clock;
    private volatile RosterMessage.Status recovery = new RosterMessage.Status(false, "the cluster is being formed");

    ClusterControlPlane(
            ActorSystem<?> system,
            ClusterSettings settings,
            ClusterSwitchboard switchboard,
            ActorRef<DirectoryMessage> directory,
            Roster roster,
            ClusterReads reads,
            JournalWatch journalWatch,
            InstantSource clock) {
        this.system = system;
        this.settings = settings;
        this.switchboard = switchboard;
        this.directory = directory;
        this.roster = roster;
        this.asking = new Asking(system, settings.askMax());
        this.reads = reads;
        this.journalWatch = journalWatch;
        this.clock = clock;
    }

    /** Called when the keeper of the roster has said how far recovery is. */
    void recovery(RosterMessage.Status status) {
        recovery = status;
    }

    @Override
    public Readiness readiness() {
        var now = recovery;
        return new Readiness(now.ready(), now.waitingFor());
    }

    @Override
    public CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        var fault = journalWatch.fault();
        if (fault.isPresent()) {
            return refused(away(fault.get()));
        }
        return AskPattern.<DirectoryMessage, DirectoryMessage.Running>ask(
                        directory, DirectoryMessage.Count::new, settings.askMax(), system.scheduler())
                .thenCompose(running -> onConflict != OnConflict.SUPERSEDE
                                && running.deployments() >= settings.runningDeploymentsMax()
                        ? refused(Problem.of(
                                ProblemCode.TOO_MANY,
                                "Max number (" + settings.runningDeploymentsMax() + ") of running deployments reached;"
                                        + " wait for one to end, or cancel one"))
                        : submitUnlimited(plan, onConflict, cause));
    }

    /** For deployments that must not be refused because others run: those that undo one. */
    CompletionStage<DeploymentReply> submitUnlimited(DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        var entries = RosterKinds.of(plan, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        // They read what is stored of them while the roster is written; the change finds them ready.
        plan.workloads().forEach(workload -> switchboard.tell(workload, new WorkloadCommand.Wake(), null));
        return listed(new ArrayList<>(entries))
                .handle((done, failure) -> failure == null
                        ? coordinator(plan.id(), new DeploymentCommand.Submit(plan, onConflict, cause))
                        : ClusterControlPlane.refused(notStored(failure)))
                .thenCompose(reply -> reply);
    }

    private CompletionStage<Done> listed(List<RosterEntry> entries) {
        return entries.size() <= Roster.ENTRIES_MAX
                ? roster.add(entries)
                : roster.add(entries.subList(0, Roster.ENTRIES_MAX))
                        .thenCompose(done -> roster.add(entries.subList(Roster.ENTRIES_MAX, entries.size())));
    }

    @Override
    public CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        return journalWatch
                .fault()
                .map(fault -> refused(away(fault)))
                .orElseGet(() -> coordinator(deployment, new DeploymentCommand.Cancel(revert, cause)));
    }

    private CompletionStage<DeploymentReply> coordinator(DeploymentId deployment, DeploymentCommand command) {
        return asking.<DeploymentReply>ask(replyTo -> switchboard.tell(deployment, command, replyTo))
                .exceptionally(failure -> new DeploymentReply.Refused(asking.unanswered(failure)));
    }

    private static CompletionStage<DeploymentReply> refused(Problem problem) {
        return CompletableFuture.completedFuture(new DeploymentReply.Refused(problem));
    }

    private static Problem away(String fault) {
        return Problem.of(ProblemCode.UNAVAILABLE, fault + " Nothing was changed; what runs goes on.");
    }

    /** The list of what must live is written before the first event, so without it nothing has happened. */
    private static Problem notStored(Throwable failure) {
        return Problem.of(
                ProblemCode.UNAVAILABLE,
                "Cassandra does not store the change: " + Asking.reason(failure) + ". Nothing was changed.");
    }

    @Override
    public CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        return journalWatch
                .fault()
                .map(fault -> CompletableFuture.<WorkloadReply>completedStage(
                        new WorkloadReply.Refused(workload, away(fault))))
                .orElseGet(() -> asking.<WorkloadReply>ask(replyTo -> switchboard.tell(workload, command, replyTo))
                        .exceptionally(failure -> new WorkloadReply.Refused(workload, asking.unanswered(failure))));
    }

    /** Whether nothing is left to do for a deployment. */
    CompletionStage<Boolean> wake(DeploymentId deployment) {
        return asking.<DeploymentReply>ask(
                        replyTo -> switchboard.tell(deployment, new DeploymentCommand.Wake(), replyTo))
                .thenApply(reply -> reply instanceof DeploymentReply.Awake(boolean ended) && ended);
    }

    /** Whether nothing is said of the tenant's groups. */
    CompletionStage<Boolean> wake(TreePath tenant) {
        return asking.<GroupReply>ask(replyTo -> switchboard.tell(tenant, new GroupCommand.Wake(), replyTo))
                .thenApply(reply -> reply instanceof GroupReply.Awake(boolean idle) && idle);
    }

    /** Whether there is no such workload. */
    CompletionStage<Boolean> wake(WorkloadId workload) {
        return asking.<WorkloadReply>ask(replyTo -> switchboard.tell(workload, new WorkloadCommand.Wake(), replyTo))
                .thenApply(reply -> reply instanceof WorkloadReply.Refused);
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloads() {
        return reads.workloads();
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return reads.workload(workload);
    }

    @Override
    public CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return reads.workloadsAlong(place);
    }

    @Override
    public CompletionStage<List<GroupView>> groups() {
        return reads.groups();
    }

    @Override
    public CompletionStage<List<DeploymentView>> deployments() {
        return reads.deployments();
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return reads.explain(workload);
    }

    @Override
    public CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return reads.explain(workload, spec);
    }

    @Override
    public CompletionStage<Optional<Forecast>> forecast(List<Step> steps) {
        return reads.forecast(steps);
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        return reads.nodes();
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        return reads.history(workload, entriesMax);
    }

    @Override
    public CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return reads.workloadAt(workload, at);
    }

    @Override
    public CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return reads.definitionAt(workload, at);
    }

    /** Follows again now and then, since the feed may begin anew on another node. */
    @Override
    public Source<FeedNews, NotUsed> feed(int newsMax) {
        return ActorSource.<FeedNews>actorRef(news -> false, news -> Optional.empty(), newsMax, OverflowStrategy.fail())
                .watchTermination((listener, done) -> {
                    var following = system.scheduler()
                            .scheduleAtFixedRate(
                                    Duration.ZERO,
                                    FOLLOW_EVERY,
                                    () -> switchboard.tellFeed(new FeedMessage.Follow(listener)),
                                    system.executionContext());
                    done.whenComplete((ended, failure) -> following.cancel());
                    return NotUsed.getInstance();
                });
    }

    @Override
    public CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return reads.past(after, entriesMax);
    }

    @Override
    public void abdicate() {
        switchboard.tellBroker(new BrokerCommand.StepDown());
    }

    @Override
    public Optional<String> leader() {
        var cluster = Cluster.get(system);
        Comparator<Member> oldestFirst = (one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0;
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up())
                        || member.status().equals(MemberStatus.leaving()))
                .min(oldestFirst)
                .map(Member::address)
                .map(address ->
                        address.equals(cluster.selfMember().address()) ? settings.advertised() : hostPort(address));
    }

    private static String hostPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}

package io.troupe.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.cluster.ControlPlane.Outage;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedReader;
import io.troupe.cluster.workload.WishPlanner;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What can be read of the cluster: what is now from the directories and the broker, what was from the journals. */
final class ClusterReads {
    /** What is only tried is answered without places rather than late. */
    private static final Duration FORECAST_MAX = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final Duration askMax;
    private final Asking asking;
    private final Asking foreseeing;
    private final ClusterSwitchboard switchboard;
    private final ActorRef<DirectoryMessage> directory;
    private final WorkloadPast past;
    private final FeedReader told;
    private final JournalWatch journalWatch;
    private final InstantSource clock;

    ClusterReads(
            ActorSystem<?> system,
            Duration askMax,
            ClusterSwitchboard switchboard,
            ActorRef<DirectoryMessage> directory,
            WorkloadPast past,
            FeedReader told,
            JournalWatch journalWatch,
            InstantSource clock) {
        this.system = system;
        this.askMax = askMax;
        this.asking = new Asking(system, askMax);
        this.foreseeing = new Asking(system, askMax.compareTo(FORECAST_MAX) < 0 ? askMax : FORECAST_MAX);
        this.switchboard = switchboard;
        this.directory = directory;
        this.past = past;
        this.told = told;
        this.journalWatch = journalWatch;
        this.clock = clock;
    }

    CompletionStage<List<WorkloadView>> workloads() {
        return findAll(new DirectoryQuestion.AllWorkloads()).thenApply(DirectoryMessage.Answer::workloads);
    }

    CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return asking.read(find(new DirectoryQuestion.OneWorkload(workload)))
                .thenCompose(answer -> answer.workloads().isEmpty()
                        ? whole(answer).thenApply(nowhere -> Optional.<WorkloadView>empty())
                        : CompletableFuture.completedFuture(
                                Optional.of(answer.workloads().getFirst())));
    }

    CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return findAll(new DirectoryQuestion.WorkloadsAlong(place)).thenApply(DirectoryMessage.Answer::workloads);
    }

    CompletionStage<List<GroupView>> groups() {
        return findAll(new DirectoryQuestion.AllGroups()).thenApply(DirectoryMessage.Answer::groups);
    }

    CompletionStage<List<DeploymentView>> deployments() {
        return findAll(new DirectoryQuestion.RunningDeployments()).thenApply(DirectoryMessage.Answer::deployments);
    }

    /** Fails if a node did not answer: a list that is too short would be taken for what is there. */
    private CompletionStage<DirectoryMessage.Answer> findAll(DirectoryQuestion question) {
        return asking.read(find(question)).thenCompose(ClusterReads::whole);
    }

    private static CompletionStage<DirectoryMessage.Answer> whole(DirectoryMessage.Answer answer) {
        return answer.whole()
                ? CompletableFuture.completedFuture(answer)
                : CompletableFuture.failedFuture(new Outage(Problem.of(
                        ProblemCode.UNAVAILABLE, "A node of the cluster does not answer now, so not all is known.")));
    }

    /** What those nodes know that answer in time. */
    CompletionStage<DirectoryMessage.Answer> find(DirectoryQuestion question) {
        return AskPattern.ask(
                directory,
                (ActorRef<DirectoryMessage.Answer> replyTo) -> new DirectoryMessage.Find(question, replyTo),
                askMax,
                system.scheduler());
    }

    CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return workload(workload).thenCompose(found -> explained(found, found.map(WorkloadView::revision)));
    }

    CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return workload(workload)
                .thenCompose(found -> explained(
                        found, found.map(view -> new Revision(view.revision().number(), clock.instant(), spec))));
    }

    private CompletionStage<Optional<Explanation>> explained(Optional<WorkloadView> view, Optional<Revision> revision) {
        return view.isEmpty() || revision.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : explained(view.get(), revision.get()).thenApply(Optional::of);
    }

    private CompletionStage<Explanation> explained(WorkloadView view, Revision revision) {
        List<NodeId> peers = view.instances().stream()
                .flatMap(instance -> Optional.ofNullable(instance.place()).stream())
                .map(place -> place.node())
                .toList();
        return asking.read(asking.<Explanation>ask(replyTo -> switchboard.tellBroker(
                new BrokerCommand.Explain(view.id(), revision, view.waiting().size(), peers, replyTo))));
    }

    CompletionStage<Optional<Forecast>> forecast(List<Step> steps) {
        var ids = steps.stream()
                .flatMap(step -> step.changes().stream())
                .map(WorkloadChange::workload)
                .toList();
        CompletionStage<List<WorkloadView>> present = ids.size() == 1
                ? workload(ids.getFirst()).thenApply(found -> found.stream().toList())
                : workloads();
        return present.thenCompose(views -> foreseeing
                .<Forecast>ask(replyTo -> switchboard.tellBroker(
                        new BrokerCommand.Foresee(WishPlanner.wishes(steps, views, clock.instant()), replyTo)))
                .thenApply(Optional::of)
                .exceptionally(silence -> Optional.empty()));
    }

    CompletionStage<List<NodeView>> nodes() {
        return asking.read(asking.<BrokerCommand.NodeList>ask(
                        replyTo -> switchboard.tellBroker(new BrokerCommand.ListNodes(replyTo))))
                .thenApply(BrokerCommand.NodeList::nodes);
    }

    CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        // How far its journal is says where its newest entries begin.
        return readable(() -> find(new DirectoryQuestion.OneWorkload(workload))
                .thenCompose(answer -> past.newest(
                        workload,
                        answer.workloads().stream()
                                .mapToLong(WorkloadView::sequence)
                                .sum(),
                        entriesMax)));
    }

    CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return readable(() -> past.at(workload, at));
    }

    CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return readable(() -> past.definitionAt(workload, at));
    }

    private <T> CompletionStage<T> readable(Supplier<CompletionStage<T>> read) {
        return journalWatch.readable()
                ? asking.read(read.get())
                : CompletableFuture.failedFuture(new Outage(Problem.of(
                        ProblemCode.UNAVAILABLE, "The journal cannot be read: Cassandra does not answer now.")));
    }

    CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return readable(() -> told.past(after, entriesMax));
    }
}

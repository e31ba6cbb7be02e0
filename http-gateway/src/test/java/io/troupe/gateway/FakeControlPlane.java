package io.troupe.gateway;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Source;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A control plane of one thread that applies each change at once: every instance runs as soon as it is wanted. Fails on demand. */
public final class FakeControlPlane implements ControlPlane {
    public static final NodeId NODE = NodeId.of("n1");
    public static final String HOST = "10.0.0.5";

    private final List<WorkloadCommand.Steer> steered = new ArrayList<>();
    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);
    private final FakeFeed feed;
    private final Map<DeploymentId, DeploymentView> deployments = new TreeMap<>();
    private final FakeGroups groups = new FakeGroups();
    private final Deque<Problem> refusals = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-23T11:00:00.000Z");
    private Readiness readiness = new Readiness(true, "");
    private boolean outage;
    private int abdications;
    private @Nullable DeploymentPlan lastPlan;

    public FakeControlPlane(ActorSystem<?> system) {
        feed = new FakeFeed(system);
    }

    /** Whether there is room for one more instance of anything. */
    public synchronized void room(boolean there) {
        broker.room(there);
    }

    /** Whether a broker answers. */
    public synchronized void broker(boolean there) {
        broker.answers(there);
    }

    /** The next changes are refused with these, one after the other. */
    public synchronized void refuseNext(Problem... problems) {
        refusals.addAll(List.of(problems));
    }

    public synchronized void outage(boolean away) {
        outage = away;
    }

    public synchronized void readiness(boolean ready, String waitingFor) {
        readiness = new Readiness(ready, waitingFor);
    }

    /** Puts a workload in the place of the present one. */
    public synchronized void put(WorkloadView view) {
        workloads.put(view);
    }

    public synchronized void put(DeploymentView view) {
        deployments.put(view.plan().id(), view);
    }

    public synchronized WorkloadView present(String id) {
        var view = workloads.get(WorkloadId.of(id));
        if (view == null) {
            throw new AssertionError("no workload " + id + " among " + workloads.ids());
        }
        return view;
    }

    @Override
    public synchronized Readiness readiness() {
        return readiness;
    }

    @Override
    public synchronized CompletionStage<DeploymentReply> submit(
            DeploymentPlan plan, OnConflict onConflict, Cause cause) {
        boolean force = onConflict == OnConflict.SUPERSEDE;
        if (onConflict == OnConflict.QUEUE && plan.workloads().stream().anyMatch(this::isLocked)) {
            deployments.put(plan.id(), new DeploymentView(plan, cause, false, true, -1, List.of(), null));
            return CompletableFuture.completedStage(new DeploymentReply.Accepted(plan.id(), now));
        }
        var refusal = refusal(plan, force);
        if (refusal != null) {
            return CompletableFuture.completedStage(new DeploymentReply.Refused(refusal));
        }
        now = now.plusMillis(1000);
        lastPlan = plan;
        for (var change : plan.changes()) {
            workloads.apply(change, now);
            happened(change.workload(), cause, new WorkloadEvent.ChangePrepared(plan.id(), change.change(), null));
        }
        for (var change : plan.groups()) {
            groups.apply(change, plan.id(), now);
        }
        return CompletableFuture.completedStage(new DeploymentReply.Accepted(plan.id(), now));
    }

    private boolean isLocked(WorkloadId workload) {
        var view = workloads.get(workload);
        return view != null && view.deployment() != null;
    }

    private @Nullable Problem refusal(DeploymentPlan plan, boolean force) {
        if (outage) {
            return Problem.of(ProblemCode.UNAVAILABLE, "the journal is away");
        }
        if (!refusals.isEmpty()) {
            return refusals.removeFirst();
        }
        return plan.changes().stream()
                .flatMap(change -> workloads.obstacle(change, force).stream())
                .findFirst()
                .orElse(null);
    }

    /** Adds to the history, and tells the listeners. */
    public synchronized void happened(WorkloadId id, Cause cause, WorkloadEvent event) {
        feed.happened(id, new WorkloadRecord(now, cause, event), workloads.get(id));
    }

    /** What the listeners were last told by {@link #happened}. */
    public synchronized ClusterEvent lastHappened() {
        return feed.lastHappened();
    }

    /** The last plan that was accepted. */
    public synchronized DeploymentPlan lastPlan() {
        if (lastPlan == null) {
            throw new AssertionError("nothing was accepted yet");
        }
        return lastPlan;
    }

    public synchronized void tell(ClusterEvent event) {
        feed.tell(event);
    }

    @Override
    public synchronized CompletionStage<DeploymentReply> cancel(
            DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        var view = deployments.remove(deployment);
        return CompletableFuture.completedStage(
                view == null || view.outcome() == DeploymentOutcome.COMPLETED
                        ? new DeploymentReply.Refused(Problem.of(ProblemCode.NOT_FOUND, "no such deployment"))
                        : new DeploymentReply.Cancelled(deployment, revert, now));
    }

    @Override
    public synchronized CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command) {
        var view = workloads.get(workload);
        if (outage) {
            return CompletableFuture.failedStage(
                    new Outage(Problem.of(ProblemCode.UNAVAILABLE, "the journal is away")));
        }
        if (view == null) {
            return CompletableFuture.completedStage(
                    new WorkloadReply.Refused(workload, Problem.of(ProblemCode.NOT_FOUND, "does not exist")));
        }
        return CompletableFuture.completedStage(
                switch (command) {
                    case WorkloadCommand.KillInstances kill ->
                        new WorkloadReply.Killing(workloads.kill(view, kill.instances(), now));
                    case WorkloadCommand.Steer steer -> steered(workload, view, steer);
                    case WorkloadCommand.ResetLaunchDelay _, WorkloadCommand.Wake _ -> new WorkloadReply.Done();
                    case WorkloadCommand.Prepare _, WorkloadCommand.Begin _, WorkloadCommand.Release _ ->
                        throw new AssertionError("only coordinators say " + command);
                });
    }

    /** What was said to rollouts, in order. */
    public synchronized List<WorkloadCommand.Steer> steered() {
        return List.copyOf(steered);
    }

    private WorkloadReply steered(WorkloadId workload, WorkloadView view, WorkloadCommand.Steer steer) {
        if (!refusals.isEmpty()) {
            return new WorkloadReply.Refused(workload, refusals.removeFirst());
        }
        if (!steer.deployment().equals(view.deployment())) {
            return new WorkloadReply.Refused(workload, Problem.of(ProblemCode.NOT_FOUND, "does not change it"));
        }
        steered.add(steer);
        return new WorkloadReply.Progress(workload, steer.deployment(), WorkloadReply.RolloutStatus.RUNNING);
    }

    @Override
    public synchronized CompletionStage<List<WorkloadView>> workloads() {
        return CompletableFuture.completedStage(workloads.all());
    }

    @Override
    public synchronized CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return CompletableFuture.completedStage(Optional.ofNullable(workloads.get(workload)));
    }

    @Override
    public synchronized CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return CompletableFuture.completedStage(workloads.all().stream()
                .filter(view -> TreePath.of(view.id()).isAlong(place))
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<GroupView>> groups() {
        return CompletableFuture.completedStage(groups.defined());
    }

    @Override
    public synchronized CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return CompletableFuture.completedStage(workloads
                .at(workload, at)
                .map(view -> new Original(view.spec(), view.target().instances())));
    }

    @Override
    public synchronized CompletionStage<List<DeploymentView>> deployments() {
        return CompletableFuture.completedStage(List.copyOf(deployments.values()));
    }

    @Override
    public synchronized CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return CompletableFuture.completedStage(broker.explain(workload, true, now));
    }

    @Override
    public synchronized CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        return CompletableFuture.completedStage(broker.explain(workload, false, now));
    }

    /** All on the one node if there is room, else none. */
    @Override
    public synchronized CompletionStage<Optional<Forecast>> forecast(List<Step> steps) {
        return CompletableFuture.completedStage(broker.forecast(steps, now));
    }

    @Override
    public synchronized CompletionStage<List<NodeView>> nodes() {
        return CompletableFuture.completedStage(List.of(FakeBroker.node(now)));
    }

    @Override
    public synchronized CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        if (outage) {
            return CompletableFuture.failedStage(
                    new Outage(Problem.of(ProblemCode.UNAVAILABLE, "the journal is away")));
        }
        return CompletableFuture.completedStage(feed.history(workload, entriesMax));
    }

    @Override
    public synchronized CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return CompletableFuture.completedStage(workloads.at(workload, at));
    }

    @Override
    public synchronized Source<FeedNews, NotUsed> feed(int newsMax) {
        return feed.follow(newsMax);
    }

    @Override
    public synchronized CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return CompletableFuture.completedStage(feed.past(after, entriesMax));
    }

    /** As time does: what happened up to this number is not kept any more. */
    public synchronized void forget(long number) {
        feed.forget(number);
    }

    @Override
    public synchronized void abdicate() {
        abdications++;
    }

    public synchronized int abdications() {
        return abdications;
    }

    @Override
    public Optional<String> leader() {
        return Optional.of("n1:8080");
    }
}

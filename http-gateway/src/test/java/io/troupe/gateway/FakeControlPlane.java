package io.troupe.gateway;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Source;
import io.troupe.cluster.ControlPlane;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupVersion;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
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
import java.util.HashMap;
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

    private boolean room = true;
    private boolean broker = true;
    private final List<WorkloadCommand.Steer> steered = new ArrayList<>();
    private final Map<WorkloadId, WorkloadView> workloads = new TreeMap<>();
    private final Map<WorkloadId, List<HistoryEntry>> history = new HashMap<>();
    private final Map<DeploymentId, DeploymentView> deployments = new TreeMap<>();
    private final Map<TreePath, GroupView> groups = new TreeMap<>();
    private final Map<WorkloadId, List<WorkloadView>> past = new HashMap<>();
    private final Deque<Problem> refusals = new ArrayDeque<>();
    private final List<BoundedSourceQueue<FeedNews>> followers = new ArrayList<>();
    private final List<FeedEntry> told = new ArrayList<>();
    private final ActorSystem<?> system;
    private Instant now = Instant.parse("2026-11-23T11:00:00.000Z");
    private Readiness readiness = new Readiness(true, "");
    private boolean outage;
    private long forgotten;
    private int abdications;
    private @Nullable ClusterEvent lastHappened;
    private @Nullable DeploymentPlan lastPlan;
    private int minted;

    public FakeControlPlane(ActorSystem<?> system) {
        this.system = system;
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
        workloads.put(view.id(), view);
    }

    public synchronized void put(DeploymentView view) {
        deployments.put(view.plan().id(), view);
    }

    public synchronized WorkloadView present(String id) {
        var view = workloads.get(WorkloadId.of(id));
        if (view == null) {
            throw new AssertionError("no workload " + id + " among " + workloads.keySet());
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
        var refusal = refusal(plan, force);
        if (refusal != null && refusal.code() == ProblemCode.LOCKED && onConflict == OnConflict.QUEUE) {
            deployments.put(plan.id(), new DeploymentView(plan, cause, false, true, -1, List.of(), null));
            return CompletableFuture.completedStage(new DeploymentReply.Accepted(plan.id(), now));
        }
        if (refusal != null) {
            return CompletableFuture.completedStage(new DeploymentReply.Refused(refusal));
        }
        now = now.plusMillis(1000);
        lastPlan = plan;
        for (var change : plan.changes()) {
            apply(change, cause, plan.id());
        }
        for (var change : plan.groups()) {
            apply(change, plan.id());
        }
        return CompletableFuture.completedStage(new DeploymentReply.Accepted(plan.id(), now));
    }

    private @Nullable Problem refusal(DeploymentPlan plan, boolean force) {
        if (outage) {
            return Problem.of(ProblemCode.UNAVAILABLE, "the journal is away");
        }
        if (!refusals.isEmpty()) {
            return refusals.removeFirst();
        }
        for (var change : plan.changes()) {
            var view = workloads.get(change.workload());
            boolean create = change.change() instanceof Change.Create;
            if (create && view != null) {
                return Problem.of(ProblemCode.EXISTS, "exists");
            }
            if (!create && view == null) {
                return Problem.of(ProblemCode.NOT_FOUND, "does not exist");
            }
            if (view != null && view.deployment() != null && !force) {
                return Problem.locked("locked", List.of(view.deployment()));
            }
        }
        return null;
    }

    private void apply(GroupChange asked, DeploymentId deployment) {
        var old = groups.getOrDefault(asked.tenant(), new GroupView(asked.tenant(), 0, 0, List.of(), List.of()));
        var versions = new ArrayList<>(old.versions());
        versions.add(new GroupVersion(now, deployment, asked.defined(), asked.forgotten(), asked.removed()));
        groups.put(
                asked.tenant(),
                new GroupView(asked.tenant(), old.sequence() + 1, old.number() + 1, List.of(), versions));
    }

    private void apply(WorkloadChange asked, Cause cause, DeploymentId deployment) {
        var view = workloads.get(asked.workload());
        switch (asked.change()) {
            case Change.Create create -> set(asked.workload(), null, create.spec(), create.instances(), true);
            case Change.Update update -> set(asked.workload(), view, update.spec(), update.instances(), true);
            case Change.Scale scale -> set(asked.workload(), view, present(view).spec(), scale.instances(), false);
            case Change.Restart _ ->
                set(
                        asked.workload(),
                        view,
                        present(view).spec(),
                        present(view).target().instances(),
                        true);
            case Change.KillAndScale kill ->
                set(
                        asked.workload(),
                        without(present(view), kill.instances()),
                        present(view).spec(),
                        present(view).target().instances() - kill.instances().size(),
                        false);
            case Change.Delete _ -> workloads.remove(asked.workload());
        }
        var after = workloads.get(asked.workload());
        if (after != null) {
            past.computeIfAbsent(asked.workload(), _ -> new ArrayList<>()).add(after);
        }
        happened(asked.workload(), cause, new WorkloadEvent.ChangePrepared(deployment, asked.change(), null));
    }

    private static WorkloadView present(@Nullable WorkloadView view) {
        if (view == null) {
            throw new AssertionError("checked before");
        }
        return view;
    }

    private void set(WorkloadId id, @Nullable WorkloadView old, WorkloadSpec spec, int instances, boolean replace) {
        boolean same = old != null && old.spec().equals(spec);
        var revision = old != null && same
                ? old.revision()
                : new Revision(old == null ? 1 : old.revision().number() + 1, now, spec);
        var target = new Target(old == null ? 1 : old.target().version() + 1, now, revision.number(), instances);
        var revisions = new ArrayList<>(old == null ? List.<Revision>of() : old.revisions());
        if (!same) {
            revisions.add(revision);
        }
        var targets = new ArrayList<>(old == null ? List.<Target>of() : old.targets());
        targets.add(target);
        var kept = new ArrayList<>(old == null || replace ? List.<Instance>of() : old.instances());
        while (kept.size() > instances) {
            kept.removeLast();
        }
        while (kept.size() < instances) {
            kept.add(running(id, kept.size(), revision, target));
        }
        workloads.put(
                id,
                new WorkloadView(
                        id,
                        target.version(),
                        revision,
                        target,
                        revisions,
                        targets,
                        kept,
                        null,
                        false,
                        null,
                        null,
                        null));
    }

    private Instance running(WorkloadId id, int slot, Revision revision, Target target) {
        var instance = InstanceId.mint(id, "i" + ++minted);
        var ports = new ArrayList<AssignedPort>();
        revision.spec()
                .ports()
                .forEach(port -> ports.add(
                        port.hostPort() == null
                                ? new AssignedPort(port.containerPort(), null)
                                : new AssignedPort(31_000 + ports.size(), 31_000 + ports.size())));
        return Instance.planned(instance, slot, revision.number(), target.version(), now)
                .withPlace(new InstancePlace(NODE, HOST, ports), now.plusMillis(1))
                .withReport(InstanceReport.seen(instance, InstanceState.RUNNING, now.plusMillis(2))
                        .withContainers(List.of("c" + minted), List.of("172.17.0.2")));
    }

    private static WorkloadView without(WorkloadView view, List<InstanceId> killed) {
        return withInstances(
                view,
                view.instances().stream()
                        .filter(instance -> !killed.contains(instance.id()))
                        .toList());
    }

    public static WorkloadView withInstances(WorkloadView view, List<Instance> instances) {
        return new WorkloadView(
                view.id(),
                view.sequence(),
                view.revision(),
                view.target(),
                view.revisions(),
                view.targets(),
                instances,
                view.deployment(),
                view.deleting(),
                view.launchDelay(),
                view.lastFailure(),
                view.refusals());
    }

    public static WorkloadView withLastFailure(WorkloadView view, Instance failed) {
        return with(view, view.deployment(), failed);
    }

    public static WorkloadView withDeployment(WorkloadView view, DeploymentId holder) {
        return with(view, holder, view.lastFailure());
    }

    private static WorkloadView with(WorkloadView view, @Nullable DeploymentId holder, @Nullable Instance failed) {
        return new WorkloadView(
                view.id(),
                view.sequence(),
                view.revision(),
                view.target(),
                view.revisions(),
                view.targets(),
                view.instances(),
                holder,
                view.deleting(),
                view.launchDelay(),
                failed,
                view.refusals());
    }

    /** Adds to the history, and tells the listeners. */
    public synchronized void happened(WorkloadId id, Cause cause, WorkloadEvent event) {
        var record = new WorkloadRecord(now, cause, event);
        var entries = history.computeIfAbsent(id, _ -> new ArrayList<>());
        entries.add(new HistoryEntry(entries.size() + 1L, record));
        var view = workloads.get(id);
        var touched = view == null ? List.<Instance>of() : view.instances();
        lastHappened = new ClusterEvent.WorkloadHappened(id, entries.size(), record, List.of(), touched, view);
        tell(lastHappened);
    }

    /** What the listeners were last told by {@link #happened}. */
    public synchronized ClusterEvent lastHappened() {
        if (lastHappened == null) {
            throw new AssertionError("nothing has happened yet");
        }
        return lastHappened;
    }

    /** The last plan that was accepted. */
    public synchronized DeploymentPlan lastPlan() {
        if (lastPlan == null) {
            throw new AssertionError("nothing was accepted yet");
        }
        return lastPlan;
    }

    public synchronized void tell(ClusterEvent event) {
        var entry = new FeedEntry(told.size() + 1, event);
        told.add(entry);
        followers.forEach(follower -> {
            if (!follower.offer(new FeedNews.Happened(List.of(entry))).isEnqueued()) {
                throw new AssertionError("a follower did not take " + entry);
            }
        });
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
                    case WorkloadCommand.KillInstances kill -> {
                        var killed = view.instances().stream()
                                .filter(instance -> kill.instances().contains(instance.id()))
                                .map(instance -> instance.withStop(StopReason.KILLED_BY_USER, now))
                                .toList();
                        set(
                                workload,
                                without(view, kill.instances()),
                                view.spec(),
                                view.target().instances(),
                                false);
                        yield new WorkloadReply.Killing(killed);
                    }
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
        return CompletableFuture.completedStage(List.copyOf(workloads.values()));
    }

    @Override
    public synchronized CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload) {
        return CompletableFuture.completedStage(Optional.ofNullable(workloads.get(workload)));
    }

    @Override
    public synchronized CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place) {
        return CompletableFuture.completedStage(workloads.values().stream()
                .filter(view -> TreePath.of(view.id()).isAlong(place))
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<GroupView>> groups() {
        return CompletableFuture.completedStage(groups.values().stream()
                .filter(view -> !view.definitions().isEmpty())
                .toList());
    }

    @Override
    public synchronized CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at) {
        return CompletableFuture.completedStage(past.getOrDefault(workload, List.of()).stream()
                .filter(view -> !view.target().at().isAfter(at))
                .reduce((_, later) -> later)
                .map(view -> new Original(view.spec(), view.target().instances())));
    }

    @Override
    public synchronized CompletionStage<List<DeploymentView>> deployments() {
        return CompletableFuture.completedStage(List.copyOf(deployments.values()));
    }

    /** Whether there is room for one more instance of anything. */
    public synchronized void room(boolean there) {
        room = there;
    }

    @Override
    public synchronized CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec) {
        return room
                ? CompletableFuture.completedStage(Optional.of(
                        new Explanation(workload, now, 0, List.of(new Explanation.NodeVerdict(NODE, HOST, List.of())))))
                : explain(workload);
    }

    @Override
    public synchronized CompletionStage<Optional<Explanation>> explain(WorkloadId workload) {
        var refusal = new Explanation.Refusal(RefusalReason.MEMORY, "1024 MiB", "512 MiB free");
        return CompletableFuture.completedStage(Optional.ofNullable(workloads.get(workload))
                .map(view -> new Explanation(
                        workload,
                        now,
                        view.waiting().size(),
                        List.of(new Explanation.NodeVerdict(NODE, HOST, List.of(refusal))))));
    }

    /** Whether a broker answers. */
    public synchronized void broker(boolean there) {
        broker = there;
    }

    /** All on the one node if there is room, else none. */
    @Override
    public synchronized CompletionStage<Optional<Forecast>> forecast(List<Step> steps) {
        var outlooks = steps.stream()
                .flatMap(step -> step.changes().stream())
                .map(change -> outlook(change.workload(), started(change)))
                .toList();
        return CompletableFuture.completedStage(broker ? Optional.of(new Forecast(now, outlooks)) : Optional.empty());
    }

    private int started(WorkloadChange change) {
        var view = workloads.get(change.workload());
        int before = view == null ? 0 : view.target().instances();
        return switch (change.change()) {
            case Change.Create create -> create.instances();
            case Change.Update update -> update.instances();
            case Change.Scale scale -> Math.max(0, scale.instances() - before);
            case Change.Restart _ -> before;
            case Change.KillAndScale _, Change.Delete _ -> 0;
        };
    }

    private Forecast.Outlook outlook(WorkloadId workload, int instances) {
        return room || instances == 0
                ? new Forecast.Outlook(
                        workload,
                        instances == 0 ? List.of() : List.of(new Forecast.Share(NODE, HOST, instances, instances)),
                        0,
                        null)
                : new Forecast.Outlook(
                        workload,
                        List.of(),
                        instances,
                        new RefusalSummary(
                                now,
                                1,
                                List.of(new RefusalSummary.Count(
                                        RefusalReason.MEMORY, 1, "wanted 1024 MiB, found 512 MiB free of 2048 MiB"))));
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        var engine =
                new NodeDescription.EngineDescription(NodeDescription.EngineKind.IMAGES, "docker", "20.10.24", true);
        var description = new NodeDescription(
                NODE,
                HOST,
                new Resources(8000, 16_000, 90_000, 0, Map.of("licence", 5L)),
                List.of(new NodeDescription.PortRange(31_000, 32_000)),
                Map.of("rack", "a"),
                null,
                null,
                List.of("*"),
                List.of(engine),
                "0.1.0");
        return CompletableFuture.completedStage(List.of(
                new NodeView(description, new Resources(1500, 512, 0, 0, Map.of("licence", 2L)), List.of(), now)));
    }

    @Override
    public synchronized CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax) {
        if (outage) {
            return CompletableFuture.failedStage(
                    new Outage(Problem.of(ProblemCode.UNAVAILABLE, "the journal is away")));
        }
        var entries = history.getOrDefault(workload, List.of());
        return CompletableFuture.completedStage(
                List.copyOf(entries.subList(Math.max(0, entries.size() - entriesMax), entries.size())));
    }

    @Override
    public synchronized CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at) {
        return CompletableFuture.completedStage(past.getOrDefault(workload, List.of()).stream()
                .filter(view -> !view.target().at().isAfter(at))
                .reduce((_, later) -> later));
    }

    @Override
    public synchronized Source<FeedNews, NotUsed> feed(int newsMax) {
        var follower = Source.<FeedNews>queue(newsMax).preMaterialize(system);
        follower.first().offer(new FeedNews.Began(told.size()));
        followers.add(follower.first());
        return follower.second();
    }

    @Override
    public synchronized CompletionStage<List<FeedEntry>> past(long after, int entriesMax) {
        return CompletableFuture.completedStage(told.stream()
                .filter(entry -> entry.number() > Math.max(after, forgotten))
                .limit(entriesMax)
                .toList());
    }

    /** As time does: what happened up to this number is not kept any more. */
    public synchronized void forget(long number) {
        forgotten = number;
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

package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The same things asked of a real node and of a simulated one, and what each answered and stored. */
public final class Scenario {
    private static final Cause CAUSE = Cause.of("test", "asked for");
    private static final WorkloadId WEB = WorkloadId.of("/prod/web");
    private static final WorkloadId DATABASE = WorkloadId.of("/prod/database");
    private static final TreePath PROD = TreePath.of("/prod");
    private static final TreePath SHOP = TreePath.of("/prod/shop");
    private static final TreePath STRANGER = TreePath.of("/store");
    private static final int FITS_MIB = 32;
    private static final int FITS_NOWHERE_MIB = 1_000_000;

    private final Node node;
    private final List<String> transcript = new ArrayList<>();
    private final Map<DeploymentId, String> deployments = new LinkedHashMap<>();

    /** A cluster of one node. */
    public interface Node {
        DeploymentReply submit(DeploymentPlan plan, boolean force, Cause cause);

        DeploymentReply cancel(DeploymentId deployment, @Nullable DeploymentId revert, Cause cause);

        WorkloadReply ask(WorkloadId workload, WorkloadCommand command);

        /** Waits until no deployment runs. */
        void awaitNoDeployment();

        /** Waits until readers see this. */
        void await(WorkloadId workload, Predicate<Optional<WorkloadView>> seen);

        Optional<WorkloadView> workload(WorkloadId workload);

        List<WorkloadRecord> journal(WorkloadId workload);

        List<DeploymentRecord> journal(DeploymentId deployment);

        Instant now();
    }

    private Scenario(Node node) {
        this.node = node;
    }

    /** All answers, and the entries of all journals but observations, whose grouping depends on the agent. */
    public static List<String> run(Node node) {
        return new Scenario(node).run();
    }

    private List<String> run() {
        settled(WEB, new Change.Create(spec(WEB, "one", FITS_MIB), 1), 1);
        settled(WEB, new Change.Scale(3, null), 3);
        settled(WEB, new Change.Scale(1, null), 1);
        settled(WEB, new Change.Update(spec(WEB, "two", FITS_MIB), 1, null), 1);
        settled(WEB, new Change.Restart(), 1);
        kill();
        submit(WEB, new Change.Create(spec(WEB, "one", FITS_MIB), 1), false);
        submit(WEB, new Change.Scale(2, 1L), false);
        submit(DATABASE, new Change.Scale(1, null), false);
        node.awaitNoDeployment();

        submit(WEB, new Change.Update(spec(WEB, "large", FITS_NOWHERE_MIB), 1, null), false);
        node.await(WEB, view -> view.map(WorkloadView::refusals).isPresent());
        submit(WEB, new Change.Scale(2, null), false);
        submit(WEB, new Change.Update(spec(WEB, "three", FITS_MIB), 1, null), true);
        awaitSettled(WEB, 1);

        DeploymentId endless = submit(WEB, new Change.Update(spec(WEB, "large", FITS_NOWHERE_MIB), 1, null), false);
        node.await(WEB, view -> view.map(WorkloadView::refusals).isPresent());
        DeploymentId undo = mint();
        transcript.add("cancelled " + named(node.cancel(endless, undo, CAUSE)));
        awaitSettled(WEB, 1);

        submit(List.of(
                new Step(List.of(new WorkloadChange(DATABASE, new Change.Create(spec(DATABASE, "one", FITS_MIB), 1)))),
                new Step(List.of(new WorkloadChange(WEB, new Change.Scale(2, null))))));
        awaitSettled(DATABASE, 1);
        awaitSettled(WEB, 2);

        regroup(List.of(), PROD, SHOP);
        regroup(List.of(new Step(List.of(new WorkloadChange(WEB, new Change.Scale(1, null))))), SHOP);
        awaitSettled(WEB, 1);
        regroup(List.of(), STRANGER);

        submit(List.of(
                new Step(List.of(new WorkloadChange(WEB, new Change.Delete()))),
                new Step(List.of(new WorkloadChange(DATABASE, new Change.Delete())))));
        node.await(WEB, Optional::isEmpty);
        node.await(DATABASE, Optional::isEmpty);
        node.awaitNoDeployment();
        writeJournals();
        return transcript;
    }

    private void settled(WorkloadId workload, Change change, int instances) {
        submit(workload, change, false);
        awaitSettled(workload, instances);
    }

    private void awaitSettled(WorkloadId workload, int instances) {
        node.awaitNoDeployment();
        node.await(
                workload,
                view -> view.map(WorkloadView::instances)
                        .filter(all -> all.size() == instances && all.stream().allMatch(Instance::ready))
                        .isPresent());
    }

    private void kill() {
        List<Instance> before = node.workload(WEB).orElseThrow().instances();
        WorkloadReply reply = node.ask(
                WEB,
                new WorkloadCommand.KillInstances(
                        before.stream().map(Instance::id).toList(), CAUSE));
        transcript.add("kill " + reply.getClass().getSimpleName());
        node.await(
                WEB,
                view -> view.map(WorkloadView::instances)
                        .filter(all -> all.size() == before.size()
                                && all.stream().allMatch(one -> one.ready() && !before.contains(one)))
                        .isPresent());
    }

    private DeploymentId submit(WorkloadId workload, Change change, boolean force) {
        return submit(List.of(new Step(List.of(new WorkloadChange(workload, change)))), force);
    }

    /** What is defined anew has no dependencies. */
    private void regroup(List<Step> steps, TreePath... groups) {
        GroupChange change = new GroupChange(
                PROD, Stream.of(groups).map(GroupDefinition::empty).toList(), List.of(), List.of(), null);
        transcript.add("submitted "
                + named(node.submit(new DeploymentPlan(mint(), node.now(), steps, List.of(change)), false, CAUSE)));
        node.awaitNoDeployment();
    }

    private void submit(List<Step> steps) {
        submit(steps, false);
    }

    private DeploymentId submit(List<Step> steps, boolean force) {
        DeploymentId id = mint();
        transcript.add("submitted " + named(node.submit(new DeploymentPlan(id, node.now(), steps), force, CAUSE)));
        return id;
    }

    private DeploymentId mint() {
        DeploymentId id = DeploymentId.of("scenario-" + (deployments.size() + 1));
        deployments.put(id, "D" + (deployments.size() + 1));
        return id;
    }

    private static WorkloadSpec spec(WorkloadId workload, String command, int memoryMib) {
        return WorkloadSpec.of(workload, ContainerSpec.process("main", command, Resources.of(0.001, memoryMib)));
    }

    private String named(DeploymentReply reply) {
        return switch (reply) {
            case DeploymentReply.Accepted accepted -> "Accepted " + deployments.get(accepted.deployment());
            case DeploymentReply.Cancelled cancelled ->
                "Cancelled " + deployments.get(cancelled.deployment()) + " undone by " + cancelled.revert();
            case DeploymentReply.Refused refused ->
                "Refused " + refused.problem().code();
            case DeploymentReply.Awake awake -> "Awake";
        };
    }

    private void writeJournals() {
        for (WorkloadId workload : List.of(WEB, DATABASE)) {
            node.journal(workload).stream()
                    .filter(entry -> !(entry.event() instanceof WorkloadEvent.InstancesObserved))
                    .forEach(entry ->
                            transcript.add(workload + " " + entry.cause().who() + ": " + words(entry.event())));
        }
        for (DeploymentId deployment : deployments.keySet()) {
            for (DeploymentRecord entry : node.journal(deployment)) {
                transcript.add(deployment + " " + entry.cause().who() + ": " + words(entry.event()));
            }
        }
    }

    private static String words(WorkloadEvent event) {
        return switch (event) {
            case WorkloadEvent.ChangePrepared prepared ->
                "prepared " + prepared.deployment() + ", took over from " + prepared.superseded();
            case WorkloadEvent.RolloutBegan began ->
                "began " + began.deployment() + " revision " + began.target().revision() + " target "
                        + began.target().version() + " instances "
                        + began.target().instances() + " replaces all "
                        + began.replaceAll() + " deletes " + began.delete();
            case WorkloadEvent.RolloutPaused paused -> "paused";
            case WorkloadEvent.RolloutResumed resumed -> "resumed";
            case WorkloadEvent.CanariesPromoted promoted -> "promoted";
            case WorkloadEvent.RolloutFailed failed -> "failed " + failed.action();
            case WorkloadEvent.RolloutEnded ended -> "ended " + ended.deployment() + " " + ended.outcome();
            case WorkloadEvent.InstancesPlanned planned ->
                "planned "
                        + planned.instances().stream()
                                .map(one -> "slot " + one.slot() + " revision " + one.revision() + " target "
                                        + one.target())
                                .toList();
            case WorkloadEvent.InstancesPlaced placed ->
                "placed " + placed.instances().size();
            case WorkloadEvent.InstancesObserved observed -> "observed";
            case WorkloadEvent.InstancesUnreachable away ->
                "unreachable " + away.instances().size();
            case WorkloadEvent.StrangersEnded strangers -> "strangers ended";
            case WorkloadEvent.InstancesInactive inactive ->
                "inactive " + inactive.instances().size();
            case WorkloadEvent.StopRequested stop -> "stop " + stop.instances().size() + " " + stop.reason();
            case WorkloadEvent.NodesFollowed nodes -> "nodes followed";
            case WorkloadEvent.LaunchDelayed delayed -> "delayed";
            case WorkloadEvent.LaunchDelayReset reset -> "delay reset";
            case WorkloadEvent.WorkloadDeleted deleted -> "deleted";
        };
    }

    private static String words(DeploymentEvent event) {
        return switch (event) {
            case DeploymentEvent.Submitted submitted ->
                "submitted " + submitted.plan().workloads() + " by force " + submitted.force();
            case DeploymentEvent.Accepted accepted ->
                "accepted " + accepted.originals().size();
            case DeploymentEvent.StepBegan began -> "step " + began.step();
            case DeploymentEvent.ChangesEnded ended -> "changes ended " + ended.workloads() + " " + ended.outcome();
            case DeploymentEvent.CancelRequested cancel -> "cancel requested, undone by " + cancel.revert();
            case DeploymentEvent.RollbackBegan rollback -> "rollback began";
            case DeploymentEvent.Ended ended -> "ended " + ended.outcome();
        };
    }
}

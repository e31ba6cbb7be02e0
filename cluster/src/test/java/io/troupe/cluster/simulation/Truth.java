package io.troupe.cluster.simulation;

import io.troupe.cluster.group.GroupLedger;
import io.troupe.cluster.workload.WorkloadState;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the journals say, kept beside the actors: folded entry by entry as they are stored. */
final class Truth {
    private static final String WORKLOAD = "workload|";
    private static final String DEPLOYMENT = "deployment|";
    private static final String GROUPS = "group|";

    private final World world;
    private final Map<WorkloadId, WorkloadState> workloads = new TreeMap<>();
    private final Map<DeploymentId, Deployment> deployments = new TreeMap<>();

    private final Map<TreePath, GroupLedger> groups = new TreeMap<>();

    /** A deployment as its journal tells it. */
    static final class Deployment {
        private final DeploymentPlan plan;
        private boolean accepted;
        private boolean cancelled;
        private @Nullable DeploymentOutcome outcome;

        private final boolean queued;

        Deployment(DeploymentPlan plan, boolean queued) {
            this.plan = plan;
            this.queued = queued;
        }

        /** Whether it may have been told to be accepted before it was its turn. */
        boolean queued() {
            return queued;
        }

        DeploymentPlan plan() {
            return plan;
        }

        boolean accepted() {
            return accepted;
        }

        boolean cancelled() {
            return cancelled;
        }

        @Nullable DeploymentOutcome outcome() {
            return outcome;
        }
    }

    Truth(World world) {
        this.world = world;
    }

    Map<WorkloadId, WorkloadState> workloads() {
        return workloads;
    }

    WorkloadState workload(WorkloadId workload) {
        return workloads.getOrDefault(workload, WorkloadState.EMPTY);
    }

    Map<DeploymentId, Deployment> deployments() {
        return deployments;
    }

    Map<TreePath, GroupLedger> groups() {
        return groups;
    }

    GroupLedger groups(TreePath tenant) {
        return groups.computeIfAbsent(tenant, GroupLedger::new);
    }

    void stored(String journal, List<?> entries) {
        if (journal.startsWith(WORKLOAD)) {
            workloadStored(
                    WorkloadId.of(journal.substring(WORKLOAD.length())),
                    entries.stream().map(WorkloadRecord.class::cast).toList());
        } else if (journal.startsWith(GROUPS)) {
            groupsStored(
                    TreePath.of(journal.substring(GROUPS.length())),
                    entries.stream().map(GroupRecord.class::cast).toList());
        } else {
            deploymentStored(
                    DeploymentId.of(journal.substring(DEPLOYMENT.length())),
                    entries.stream().map(DeploymentRecord.class::cast).toList());
        }
    }

    private void workloadStored(WorkloadId workload, List<WorkloadRecord> entries) {
        WorkloadState before = workload(workload);
        WorkloadState after = before;
        for (WorkloadRecord entry : entries) {
            after = after.apply(entry);
        }
        workloads.put(workload, after);
        world.tell(
                "journal",
                () -> workload + " " + entries.stream().map(Words::of).collect(Collectors.joining("; ")));
        world.happened(new Happening.Stored(workload, before, entries, after));
    }

    private void groupsStored(TreePath tenant, List<GroupRecord> entries) {
        GroupLedger ledger = groups(tenant);
        DeploymentId holder = ledger.holder();
        entries.forEach(ledger::apply);
        world.tell(
                "journal",
                () -> "groups of " + tenant + " "
                        + entries.stream().map(Words::of).collect(Collectors.joining("; ")));
        world.happened(new Happening.GroupsStored(tenant, holder, entries));
    }

    private void deploymentStored(DeploymentId id, List<DeploymentRecord> entries) {
        for (DeploymentRecord entry : entries) {
            if (entry.event() instanceof DeploymentEvent.Submitted submitted) {
                deployments.put(id, new Deployment(submitted.plan(), submitted.queued()));
                continue;
            }
            Deployment deployment = deployments.get(id);
            if (deployment == null) {
                throw new InvariantViolation("A deployment's journal begins with its submission", id + ": " + entry);
            }
            switch (entry.event()) {
                case DeploymentEvent.Submitted submitted -> {}
                case DeploymentEvent.Accepted accepted -> deployment.accepted = true;
                case DeploymentEvent.StepBegan began -> {}
                case DeploymentEvent.ChangesEnded ended -> {}
                case DeploymentEvent.CancelRequested cancel -> deployment.cancelled = true;
                case DeploymentEvent.RollbackBegan rollback -> deployment.cancelled = true;
                case DeploymentEvent.Ended ended -> deployment.outcome = ended.outcome();
            }
        }
        world.tell("journal", () -> id + " " + entries.stream().map(Words::of).collect(Collectors.joining("; ")));
        world.happened(new Happening.DeploymentStored(id, entries));
    }
}

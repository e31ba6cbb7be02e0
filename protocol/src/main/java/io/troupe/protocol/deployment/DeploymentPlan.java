package io.troupe.protocol.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import java.time.Instant;
import java.util.List;

/**
 * What a deployment will do.
 *
 * @param id minted by who submits it
 * @param version when it was submitted, in whole milliseconds
 * @param steps one after another; each workload occurs once in the whole plan
 * @param groups changes of groups, made together before the first step; each tenant occurs once
 */
public record DeploymentPlan(DeploymentId id, Instant version, List<Step> steps, List<GroupChange> groups) {
    /** Most workloads one deployment may change. */
    public static final int WORKLOADS_MAX = 10_000;

    public DeploymentPlan {
        steps = List.copyOf(steps);
        // Null in what was stored before there were groups.
        groups = groups == null ? List.of() : List.copyOf(groups);
        var workloads = steps.stream()
                .flatMap(step -> step.changes().stream())
                .map(WorkloadChange::workload)
                .toList();
        if (workloads.isEmpty() && groups.isEmpty() || workloads.size() > WORKLOADS_MAX) {
            throw new IllegalArgumentException("a deployment changes groups, or 1 to " + WORKLOADS_MAX + " workloads");
        }
        if (workloads.stream().distinct().count() != workloads.size()) {
            throw new IllegalArgumentException("a deployment changes each workload once");
        }
        if (groups.stream().map(GroupChange::tenant).distinct().count() != groups.size()) {
            throw new IllegalArgumentException("a deployment changes the groups of each tenant once");
        }
    }

    /** A plan that changes no groups. */
    public DeploymentPlan(DeploymentId id, Instant version, List<Step> steps) {
        this(id, version, steps, List.of());
    }

    /** A plan of one change. */
    public static DeploymentPlan of(DeploymentId id, Instant version, WorkloadId workload, Change change) {
        return new DeploymentPlan(id, version, List.of(new Step(List.of(new WorkloadChange(workload, change)))));
    }

    /** All workloads it changes, in the plan's order. */
    public List<WorkloadId> workloads() {
        return changes().stream().map(WorkloadChange::workload).toList();
    }

    public List<WorkloadChange> changes() {
        return steps.stream().flatMap(step -> step.changes().stream()).toList();
    }

    /** The tenants whose groups it changes. */
    public List<TreePath> tenants() {
        return groups.stream().map(GroupChange::tenant).toList();
    }

    /** Changes that go side by side. */
    public record Step(List<WorkloadChange> changes) {
        public Step {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What is asked of one workload.
     *
     * @param note of the dialect that asks, needed to tell of the change in its words; the core never reads it
     */
    public record WorkloadChange(
            WorkloadId workload,
            Change change,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String note) {
        public WorkloadChange {
            // Null in what was stored before there were notes.
            note = note == null ? "" : note;
        }

        public WorkloadChange(WorkloadId workload, Change change) {
            this(workload, change, "");
        }

        public WorkloadChange noted(String newNote) {
            return new WorkloadChange(workload, change, newNote);
        }
    }
}

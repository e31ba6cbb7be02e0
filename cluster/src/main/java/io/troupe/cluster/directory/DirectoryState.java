package io.troupe.cluster.directory;

import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest picture of each workload and running deployment of one node. Kept by one directory alone, and changed in place: a copy for
 * each event of a thousand workloads would cost more than all else a directory does.
 */
final class DirectoryState {
    private static final Comparator<DeploymentView> OLDEST_FIRST = Comparator.comparing(
                    (DeploymentView view) -> view.plan().version())
            .thenComparing(view -> view.plan().id());

    private final Map<WorkloadId, WorkloadView> workloads = new TreeMap<>();
    private final Map<DeploymentId, DeploymentView> deployments = new HashMap<>();
    private final Map<TreePath, GroupView> groups = new TreeMap<>();

    void apply(DirectoryUpdate update) {
        switch (update) {
            case DirectoryUpdate.Happened(ClusterEvent.WorkloadHappened happened) -> {
                if (happened.view() == null) {
                    workloads.remove(happened.workload());
                } else {
                    workloads.merge(happened.workload(), happened.view(), DirectoryState::newer);
                }
            }
            case DirectoryUpdate.Happened(ClusterEvent.DeploymentHappened happened) -> keep(happened.view());
            case DirectoryUpdate.WorkloadPresent(WorkloadView view) ->
                workloads.merge(view.id(), view, DirectoryState::newer);
            case DirectoryUpdate.WorkloadLeft(WorkloadId workload) -> workloads.remove(workload);
            case DirectoryUpdate.DeploymentPresent(DeploymentView view) -> keep(view);
            case DirectoryUpdate.DeploymentLeft(DeploymentId deployment) -> deployments.remove(deployment);
            case DirectoryUpdate.GroupsPresent(GroupView view) ->
                groups.merge(view.tenant(), view, DirectoryState::newer);
            case DirectoryUpdate.GroupsLeft(TreePath tenant) -> groups.remove(tenant);
        }
    }

    private void keep(DeploymentView view) {
        if (view.outcome() == null) {
            deployments.put(view.plan().id(), view);
        } else {
            deployments.remove(view.plan().id());
        }
    }

    DirectoryMessage.Answer answer(DirectoryQuestion question) {
        return switch (question) {
            case DirectoryQuestion.AllWorkloads all ->
                new DirectoryMessage.Answer(allWorkloads(), List.of(), List.of());
            case DirectoryQuestion.OneWorkload(WorkloadId id) ->
                new DirectoryMessage.Answer(
                        workloads.containsKey(id) ? List.of(workloads.get(id)) : List.of(), List.of(), List.of());
            case DirectoryQuestion.WorkloadsAlong(TreePath place) ->
                new DirectoryMessage.Answer(along(place), List.of(), List.of());
            case DirectoryQuestion.RunningDeployments running ->
                new DirectoryMessage.Answer(List.of(), allDeployments(), List.of());
            case DirectoryQuestion.AllGroups all ->
                new DirectoryMessage.Answer(List.of(), List.of(), List.copyOf(groups.values()));
            case DirectoryQuestion.Everything everything ->
                new DirectoryMessage.Answer(allWorkloads(), allDeployments(), List.copyOf(groups.values()));
        };
    }

    int runningDeployments() {
        return deployments.size();
    }

    private List<WorkloadView> allWorkloads() {
        return new ArrayList<>(workloads.values());
    }

    private List<WorkloadView> along(TreePath place) {
        return workloads.values().stream()
                .filter(view -> TreePath.of(view.id()).isAlong(place))
                .toList();
    }

    private List<DeploymentView> allDeployments() {
        return deployments.values().stream().sorted(OLDEST_FIRST).toList();
    }

    /** One answer of several nodes: while an entity moves, two may know it, and the newer picture counts. */
    static DirectoryMessage.Answer merged(Collection<DirectoryMessage.Answer> answers) {
        var workloads = new TreeMap<WorkloadId, WorkloadView>();
        var deployments = new HashMap<DeploymentId, DeploymentView>();
        var groups = new TreeMap<TreePath, GroupView>();
        for (var answer : answers) {
            answer.groups().forEach(view -> groups.merge(view.tenant(), view, DirectoryState::newer));
            answer.workloads().forEach(view -> workloads.merge(view.id(), view, DirectoryState::newer));
            answer.deployments()
                    .forEach(view -> deployments.merge(
                            view.plan().id(), view, (one, other) -> one.step() > other.step() ? one : other));
        }
        return new DirectoryMessage.Answer(
                new ArrayList<>(workloads.values()),
                deployments.values().stream().sorted(OLDEST_FIRST).toList(),
                List.copyOf(groups.values()));
    }

    private static GroupView newer(GroupView known, GroupView said) {
        return said.sequence() >= known.sequence() ? said : known;
    }

    private static WorkloadView newer(WorkloadView known, WorkloadView said) {
        return said.sequence() >= known.sequence() ? said : known;
    }
}

package io.troupe.cluster.directory;

import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.cluster.directory.DirectoryMessage.Living;
import io.troupe.cluster.directory.DirectoryMessage.Place;
import io.troupe.cluster.directory.DirectoryMessage.Section;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.WorkloadView;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The latest picture of each workload and running deployment of one node. Kept by one directory alone, and changed in place: a copy for
 * each event of a thousand workloads would cost more than all else a directory does.
 */
final class DirectoryState {
    static final Comparator<DeploymentView> OLDEST_FIRST = Comparator.comparing(
                    (DeploymentView view) -> view.plan().version())
            .thenComparing(view -> view.plan().id());

    private final NavigableMap<WorkloadId, WorkloadView> workloads = new TreeMap<>();
    private final NavigableMap<DeploymentId, DeploymentView> deployments = new TreeMap<>();
    private final NavigableMap<TreePath, GroupView> groups = new TreeMap<>();

    /** @param next where to go on; null if this was the last */
    record Portion(Answer answer, @Nullable Place next) {}

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

    /** All that is known here. */
    Answer answer(DirectoryQuestion question) {
        var all = AnswerPart.unlimited(namesOnly(question));
        fill(all, question, Place.FIRST);
        return all.answer();
    }

    /** As much as fits one message, from a place on. */
    Portion portion(DirectoryQuestion question, Place from) {
        var part = AnswerPart.limited(namesOnly(question));
        var next = fill(part, question, from);
        return new Portion(part.answer(), next);
    }

    /** Where to go on; null if nothing is left. */
    private @Nullable Place fill(AnswerPart part, DirectoryQuestion question, Place from) {
        for (var section : sections(question)) {
            var order = section.compareTo(from.section());
            if (order >= 0) {
                var next = fill(part, question, section, order == 0 ? from.after() : "");
                if (next != null) {
                    return next;
                }
            }
        }
        return null;
    }

    private @Nullable Place fill(AnswerPart part, DirectoryQuestion question, Section section, String after) {
        return switch (section) {
            case WORKLOADS ->
                fill(
                        section,
                        after,
                        question instanceof DirectoryQuestion.OneWorkload(WorkloadId one)
                                ? workloads.subMap(one, true, one, true)
                                : after(workloads, after, WorkloadId::of),
                        view -> !asksFor(question, view) || part.add(view));
            case DEPLOYMENTS -> fill(section, after, after(deployments, after, DeploymentId::of), part::add);
            case GROUPS -> fill(section, after, after(groups, after, TreePath::of), part::add);
        };
    }

    private static <K, V> @Nullable Place fill(Section section, String after, Map<K, V> entries, Predicate<V> add) {
        var last = after;
        for (var entry : entries.entrySet()) {
            if (!add.test(entry.getValue())) {
                return new Place(section, last);
            }
            last = String.valueOf(entry.getKey());
        }
        return null;
    }

    private static boolean asksFor(DirectoryQuestion question, WorkloadView view) {
        return !(question instanceof DirectoryQuestion.WorkloadsAlong(TreePath place))
                || TreePath.of(view.id()).isAlong(place);
    }

    private static <K, V> Map<K, V> after(NavigableMap<K, V> entries, String after, Function<String, K> key) {
        return after.isEmpty() ? entries : entries.tailMap(key.apply(after), false);
    }

    private static List<Section> sections(DirectoryQuestion question) {
        return switch (question) {
            case DirectoryQuestion.AllWorkloads all -> List.of(Section.WORKLOADS);
            case DirectoryQuestion.OneWorkload one -> List.of(Section.WORKLOADS);
            case DirectoryQuestion.WorkloadsAlong along -> List.of(Section.WORKLOADS);
            case DirectoryQuestion.RunningDeployments running -> List.of(Section.DEPLOYMENTS);
            case DirectoryQuestion.AllGroups all -> List.of(Section.GROUPS);
            case DirectoryQuestion.AllNames names -> List.of(Section.values());
        };
    }

    private static boolean namesOnly(DirectoryQuestion question) {
        return question instanceof DirectoryQuestion.AllNames;
    }

    int runningDeployments() {
        return deployments.size();
    }

    /** One answer of several parts or nodes: while an entity moves, two may know it, and the newer picture counts. */
    static Answer merged(Collection<Answer> answers) {
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
        return new Answer(
                List.copyOf(workloads.values()),
                deployments.values().stream().sorted(OLDEST_FIRST).toList(),
                List.copyOf(groups.values()),
                living(answers.stream().map(Answer::living).toList()),
                answers.stream().allMatch(Answer::whole));
    }

    private static Living living(List<Living> parts) {
        var workloads = new TreeMap<WorkloadId, Long>();
        var deployments = new TreeSet<DeploymentId>();
        var tenants = new TreeSet<TreePath>();
        for (var part : parts) {
            part.workloads().forEach(name -> workloads.merge(name.id(), name.sequence(), Math::max));
            deployments.addAll(part.deployments());
            tenants.addAll(part.tenants());
        }
        return new Living(
                workloads.entrySet().stream()
                        .map(entry -> new Living.Workload(entry.getKey(), entry.getValue()))
                        .toList(),
                List.copyOf(deployments),
                List.copyOf(tenants));
    }

    private static GroupView newer(GroupView known, GroupView said) {
        return said.sequence() >= known.sequence() ? said : known;
    }

    private static WorkloadView newer(WorkloadView known, WorkloadView said) {
        return said.sequence() >= known.sequence() ? said : known;
    }
}
